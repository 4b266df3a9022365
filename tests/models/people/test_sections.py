"""Sections of a profile: each shows to those whom it is for, at the page and at every other door."""

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.people.findable import documents
from models.people.profile import Profile, choose_audiences, describe, profile_row, said_by
from models.people.section import CHOICES, SECTIONS, Looker, shown_to
from models.people.showing import shown_profile
from models.people.skill import claim_skill
from models.people.statement import ASK, state
from models.policy.viewer import viewer_of
from tests.models.people.material import IN_A_MONTH, SAID
from tests.world import World

# Ben works in the ministry (1); Aisha in a unit below it (1, 2).
PATH = "/1/2/"
LOOKERS = {
    "unit": Looker(department_ids=(1, 2)),
    "department": Looker(department_ids=(1, 7)),
    "other": Looker(department_ids=(9,)),
    "none": Looker(),
    "guest": Looker(is_guest=True, department_ids=(1, 2)),
}
SHOWS = {
    "guests": {"unit", "department", "other", "none", "guest"},
    "everyone": {"unit", "department", "other", "none"},
    "department": {"unit", "department"},
    "unit": {"unit"},
    "me": set(),
    "made-up": set(),
}


@pytest.mark.parametrize("choice", SHOWS)
def test_a_choice_shows_to_these_and_nobody_else(choice: str) -> None:
    assert {name for name, looker in LOOKERS.items() if shown_to(choice, 5, PATH, looker)} == SHOWS[choice]


@pytest.mark.parametrize("choice", CHOICES)
def test_a_person_always_sees_their_own(choice: str) -> None:
    assert shown_to(choice, 5, None, Looker(id=5, is_guest=True))


@pytest.mark.parametrize("choice", ["department", "unit"])
def test_without_a_department_there_is_nobody_of_it(choice: str) -> None:
    assert not any(shown_to(choice, 5, None, looker) for looker in LOOKERS.values())


def _whole(session: Session, world: World) -> None:
    describe(session, world.aisha, **SAID)
    claim_skill(session, world.aisha, "zqskill")
    state(session, world.aisha, ASK, "zqstatement", IN_A_MONTH)
    session.flush()


@pytest.mark.parametrize("section", [name for name in SECTIONS if name not in ("unit", "photo")])
@pytest.mark.parametrize("choice", CHOICES)
def test_each_section_shows_on_the_page_to_whom_it_is_for(
    session: Session, world: World, section: str, choice: str
) -> None:
    _whole(session, world)
    choose_audiences(session, world.aisha, {section: choice})
    session.flush()
    row = profile_row(session, "aisha.khan")
    for name, who in (("unit", world.aisha), ("department", world.mei), ("other", world.tomas), ("guest", world.gwen)):
        shown = shown_profile(session, row, viewer_of(session, who))
        expected = who is world.aisha or name in SHOWS[choice]
        assert (section in shown.sections) == expected
        assert _says(shown, section) == expected, (name, section, choice)


def _says(shown: object, section: str) -> bool:
    here = {
        "skills": lambda: shown.skills,
        "statements": lambda: shown.ask,
        "contact": lambda: shown.phone or shown.email,
        **{
            name: lambda name=name: getattr(shown, SECTIONS[name].fields[0])
            for name in ("about", "role", "languages", "experience", "portfolio", "pattern")
        },
    }
    return bool(here[section]())


@pytest.mark.parametrize("section", [name for name in SECTIONS if name not in ("unit", "photo")])
@pytest.mark.parametrize("choice", ["department", "unit", "me"])
def test_what_is_for_fewer_than_all_staff_stands_in_no_column_and_no_search_document(
    session: Session, world: World, section: str, choice: str
) -> None:
    _whole(session, world)
    choose_audiences(session, world.aisha, {section: choice})
    session.flush()
    (document,) = documents(session, [world.aisha.id])
    profile = session.get_one(Profile, world.aisha.id)
    columns = str({**vars(profile), "kept_back": None}) + str(vars(world.aisha)) + str(document)
    secret = {"skills": ["zqskill"], "statements": ["zqstatement"]}.get(section) or [
        word for field in SECTIONS[section].fields if field in SAID for word in [str(SAID[field]).strip("[]'")]
    ]
    assert not [word for word in secret if word in columns]


def test_nothing_is_lost_when_a_section_is_narrowed_and_widened(session: Session, world: World) -> None:
    _whole(session, world)
    profile = session.get_one(Profile, world.aisha.id)
    before = said_by(world.aisha, profile)
    narrow = {name: "me" for name, section in SECTIONS.items() if "me" in section.choices}
    choose_audiences(session, world.aisha, narrow)
    assert said_by(world.aisha, profile) == before
    describe(session, world.aisha, about="New words")
    assert profile.about == "" and world.aisha.job_title == ""
    choose_audiences(session, world.aisha, dict.fromkeys(narrow, "everyone"))
    assert (profile.about, world.aisha.job_title, profile.kept_back) == ("New words", SAID["job_title"], {})


def test_who_moves_takes_their_choices_along(session: Session, world: World) -> None:
    describe(session, world.aisha, about="Words")
    choose_audiences(session, world.aisha, {"about": "department"})
    session.flush()
    mei, tomas = viewer_of(session, world.mei), viewer_of(session, world.tomas)
    assert shown_profile(session, profile_row(session, "aisha.khan"), mei).about
    world.aisha.department_id = world.revenue.id
    session.flush()
    row = profile_row(session, "aisha.khan")
    assert shown_profile(session, row, tomas).about and not shown_profile(session, row, mei).about


@pytest.mark.parametrize("chosen", [{"about": "made-up"}, {"made-up": "me"}, {"unit": "me"}])
def test_what_cannot_be_chosen_is_refused(session: Session, world: World, chosen: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        choose_audiences(session, world.aisha, chosen)
