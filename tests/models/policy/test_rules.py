"""The table of rights, cell by cell, as `rights` in docs tells it."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.core import clock
from models.policy.rules import RULES, action_on, may
from models.policy.viewer import NOBODY, Viewer, viewer_of
from models.spaces.membership import set_role
from tests.world import World

READER, CONTRIBUTOR, CURATOR, OWNER = "reader", "contributor", "curator", "owner"
ROLES = (READER, CONTRIBUTOR, CURATOR, OWNER)
# Action: roles in the space that may do it to somebody else's thing.
TABLE: dict[str, tuple[str, ...]] = {
    "entry.react": ROLES,
    "entry.follow": ROLES,
    "entry.bookmark": ROLES,
    "entry.report": ROLES,
    "entry.edit": (CURATOR, OWNER),
    "entry.trash": (CURATOR, OWNER),
    "entry.purge": (CURATOR, OWNER),
    "page.create": (CONTRIBUTOR, CURATOR, OWNER),
    "page.edit": (CONTRIBUTOR, CURATOR, OWNER),
    "page.rename": (CONTRIBUTOR, CURATOR, OWNER),
    "page.move": (CURATOR, OWNER),
    "page.make-home": (CURATOR, OWNER),
    "page.addresses": (CURATOR, OWNER),
    "template.manage": (CURATOR, OWNER),
    "wiki.check-links": (CURATOR, OWNER),
    "page.set-status": (CURATOR, OWNER),
    "page.set-readers": (CURATOR, OWNER),
    "page.set-owner": (CURATOR, OWNER),
    "page.set-review": (CURATOR, OWNER),
    "page.check": (CURATOR, OWNER),
    "page.trash": (CURATOR, OWNER),
    "twins.settle": (CURATOR, OWNER),
    "page.translate": (CONTRIBUTOR, CURATOR, OWNER),
    "page.close-comments": (CURATOR, OWNER),
    "comment.create": ROLES,
    "comment.edit": (),
    "comment.resolve": (CONTRIBUTOR, CURATOR, OWNER),
    "file.upload": (CONTRIBUTOR, CURATOR, OWNER),
    "file.edit": (CONTRIBUTOR, CURATOR, OWNER),
    "file.replace": (CONTRIBUTOR, CURATOR, OWNER),
    "file.move": (CONTRIBUTOR, CURATOR, OWNER),
    "file.lock": (CONTRIBUTOR, CURATOR, OWNER),
    "file.unlock": (CURATOR, OWNER),
    "file.downloads": (CURATOR, OWNER),
    "file.limits": (OWNER,),
    "folder.arrange": (CONTRIBUTOR, CURATOR, OWNER),
    "topic.create": ROLES,
    "topic.reply": ROLES,
    "answer.vote": ROLES,
    "opportunity.create": ROLES,
    "opportunity.offer": ROLES,
    "opportunity.decide": (),
    "opportunity.close": (CURATOR, OWNER),
    "topic.claim": ROLES,
    "topic.invite": ROLES,
    "topic.pass": ROLES,
    "topic.solved": (),
    "forum.experts": (CURATOR, OWNER),
    "forum.settings": (OWNER,),
    "topic.close": (CURATOR, OWNER),
    "topic.pin": (CURATOR, OWNER),
    "topic.archive": (CURATOR, OWNER),
    "topic.merge": (CURATOR, OWNER),
    "topic.split": (CURATOR, OWNER),
    "topic.move": (CURATOR, OWNER),
    "entry.hide-revision": (CURATOR, OWNER),
    "entry.see-hidden": (),
    "entry.mark-read": ROLES,
    "space.invite": (CURATOR, OWNER),
    "space.manage-members": (OWNER,),
    "space.settings": (OWNER,),
    "space.desk": (CURATOR, OWNER),
    "admin.people": (),
    "report.handle": (CURATOR, OWNER),
    "entry.moderate": (CURATOR, OWNER),
    "decision.appeal": (),
    "decision.answer": (),
    "space.silence": (CURATOR, OWNER),
    "person.suspend": (),
    "admin.limits": (),
}


def _thing(world: World, action: str) -> Any:
    if action.startswith("space.") or action.endswith(".create"):
        return world.desk
    if action.startswith("decision."):
        return SimpleNamespace(person_id=world.ben.id, judge_ids={world.ben.id})
    if action.startswith("gap"):
        return SimpleNamespace(taken_by_id=world.ben.id)
    if action.startswith(("conversation.", "tag.")):
        return SimpleNamespace(people_ids={world.ben.id}, curator_ids={world.ben.id})
    return world.publishing if action.startswith("page.") else world.question


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", TABLE)
def test_a_role_may_what_the_table_says(session: Session, world: World, action: str, role: str) -> None:
    set_role(session, world.desk, world.mei, role)
    session.flush()
    assert may(viewer_of(session, world.mei), action, _thing(world, action)) is (role in TABLE[action])


def test_where_readers_may_not_post_only_contributors_do(session: Session, world: World) -> None:
    world.desk.readers_may_post = False
    session.flush()
    assert not may(viewer_of(session, world.tomas), "topic.create", world.desk)
    assert may(viewer_of(session, world.ben), "topic.create", world.desk)


def test_nobody_posts_to_a_space_that_they_cannot_read(session: Session, world: World) -> None:
    assert not may(viewer_of(session, world.tomas), "topic.create", world.gate)
    assert not may(viewer_of(session, world.tomas), "space.read", world.gate)


def test_authors_edit_and_remove_their_own(session: Session, world: World) -> None:
    tomas = viewer_of(session, world.tomas)
    assert may(tomas, "entry.edit", world.question)
    assert may(tomas, "entry.trash", world.question)
    assert not may(tomas, "entry.edit", world.answer)


def test_whoever_wrote_a_comment_resolves_it(session: Session, world: World) -> None:
    world.answer.author_id = world.tomas.id
    assert may(viewer_of(session, world.tomas), "comment.resolve", world.answer)
    assert not may(viewer_of(session, world.mei), "comment.resolve", world.answer)


def test_whoever_answers_for_a_page_checks_it_and_hands_it_over(session: Session, world: World) -> None:
    world.publishing.owner_person_id = world.tomas.id
    tomas, ben = viewer_of(session, world.tomas), viewer_of(session, world.ben)
    for action in ("page.check", "page.set-owner", "page.set-review"):
        assert may(tomas, action, world.publishing)
        assert not may(ben, action, world.publishing)


def test_a_role_answers_for_a_page_together(session: Session, world: World) -> None:
    world.publishing.owner_person_id, world.publishing.owner_role = None, "curator"
    set_role(session, world.desk, world.mei, "curator")
    session.flush()
    assert may(viewer_of(session, world.mei), "page.check", world.publishing)
    assert not may(viewer_of(session, world.ben), "page.check", world.publishing)


def test_a_unit_answers_for_a_page_through_its_contributors(session: Session, world: World) -> None:
    world.publishing.owner_person_id, world.publishing.owner_department_id = None, world.transport.id
    assert may(viewer_of(session, world.ben), "page.check", world.publishing)
    assert not may(viewer_of(session, world.mei), "page.check", world.publishing)


def test_a_moderator_hides_but_does_not_edit(session: Session, world: World) -> None:
    mo = viewer_of(session, world.mo)
    assert may(mo, "entry.trash", world.question)
    assert not may(mo, "entry.edit", world.question)
    assert not may(mo, "topic.pin", world.question)


@pytest.mark.parametrize("action", [action for action in RULES if not action.startswith("admin.")])
def test_an_administrator_has_no_more_right_to_content_than_a_colleague(
    session: Session, world: World, action: str
) -> None:
    thing = _thing(world, action) if not action.startswith(("person.", "post.")) else None
    if action.startswith("person."):
        thing = world.ben
    ada, colleague = viewer_of(session, world.ada), viewer_of(session, world.tomas)
    world.question.author_id = world.ben.id
    assert may(ada, action, thing) == may(colleague, action, thing)


@pytest.mark.parametrize("action", RULES)
def test_nobody_may_do_nothing(world: World, action: str) -> None:
    thing = world.ben if action.startswith("person.") else _thing(world, action)
    assert not may(NOBODY, action, thing)


def test_a_kind_has_its_own_rule_before_the_common_one() -> None:
    assert action_on("page", "edit") == "page.edit"
    assert action_on("question", "close") == "topic.close"
    assert action_on("answer", "edit") == "entry.edit"


def test_an_unknown_action_is_an_error() -> None:
    with pytest.raises(KeyError):
        may(Viewer(1, "a", "A"), "page.fly", None)


def test_the_file_of_a_post_is_for_its_author_alone_to_change(session: Session, world: World) -> None:
    file = SimpleNamespace(author_id=world.ben.id, parent_id=world.note.id, space_id=world.desk.id, space=world.desk)
    assert may(viewer_of(session, world.ben), "file.edit", file)
    assert not may(viewer_of(session, world.aisha), "file.edit", file)


def test_a_post_is_changed_for_as_long_as_its_space_says(session: Session, world: World) -> None:
    post = SimpleNamespace(author_id=world.ben.id, space_id=world.desk.id, space=world.desk, created_at=clock.now())
    ben = viewer_of(session, world.ben)
    assert may(ben, "post.edit", post)
    world.desk.edit_minutes = 0
    assert not may(ben, "post.edit", post)
    assert may(viewer_of(session, world.aisha), "post.edit", post), "a curator"


def test_a_topic_is_for_its_curators(session: Session, world: World) -> None:
    topic = SimpleNamespace(curator_ids={world.ben.id})
    assert may(viewer_of(session, world.ben), "tag.curate", topic)
    assert not may(viewer_of(session, world.ada), "tag.curate", topic)
    assert not may(viewer_of(session, world.ada), "tag.curators", topic)
    assert may(viewer_of(session, world.ada), "admin.topics", topic)
    assert not may(viewer_of(session, world.gwen), "tag.take-on", topic)


def test_nobody_decides_about_themselves_or_their_own(session: Session, world: World) -> None:
    aisha, mo = viewer_of(session, world.aisha), viewer_of(session, world.mo)
    assert not may(aisha, "entry.moderate", world.publishing) and may(mo, "entry.moderate", world.publishing)
    about = SimpleNamespace(id=1, person_id=world.mo.id, space_id=None)
    assert not may(mo, "report.handle", about) and not may(NOBODY, "report.handle", about)


def test_whom_a_decision_concerns_appeals_and_whom_it_is_given_to_answers(session: Session, world: World) -> None:
    made = SimpleNamespace(person_id=world.ben.id, judge_ids={world.ada.id})
    ben, ada = viewer_of(session, world.ben), viewer_of(session, world.ada)
    assert may(ben, "decision.appeal", made) and not may(ada, "decision.appeal", made)
    assert may(ada, "decision.answer", made) and not may(ben, "decision.answer", made)


def test_the_log_is_for_curators_moderators_and_administrators(session: Session, world: World) -> None:
    people = ("aisha", "mei", "mo", "ada", "ben", "tomas", "gwen")
    readers = [who for who in people if may(viewer_of(session, getattr(world, who)), "admin.audit")]
    assert readers == ["aisha", "mei", "mo", "ada"]


def test_the_words_of_search_are_kept_by_those_who_look_after_something_and_by_administrators(
    session: Session, world: World
) -> None:
    people = ("aisha", "mei", "mo", "ada", "ben", "tomas", "gwen")
    thing = SimpleNamespace(space_id=None, curator_ids={world.tomas.id})
    assert [who for who in people if may(viewer_of(session, getattr(world, who)), "admin.words", thing)] == [
        "ada", "tomas",
    ]  # fmt: skip
    assert not may(viewer_of(session, world.gwen), "acronyms.read")
    assert may(viewer_of(session, world.gwen), "search.save") and not may(NOBODY, "search.save")


def test_what_was_searched_in_vain_is_for_staff_and_held_by_whoever_took_it_on(session: Session, world: World) -> None:
    held = SimpleNamespace(taken_by_id=world.tomas.id)
    for action, allowed in (("gaps.read", 6), ("gap.take", 6), ("gap.hold", 1)):
        people = ("aisha", "mei", "mo", "ada", "ben", "tomas", "gwen")
        assert sum(may(viewer_of(session, getattr(world, who)), action, held) for who in people) == allowed
    assert may(viewer_of(session, world.tomas), "gap.hold", held) and not may(NOBODY, "gap.hold", held)


def test_what_stands_first_is_set_where_it_stands(session: Session, world: World) -> None:
    thing = SimpleNamespace(space_id=world.desk.id, curator_ids={world.tomas.id})
    people = ("aisha", "mei", "mo", "ada", "ben", "tomas", "gwen")
    setters = [who for who in people if may(viewer_of(session, getattr(world, who)), "admin.words", thing)]
    assert setters == ["aisha", "ada", "tomas"]


def test_colleagues_endorse_each_other_and_nobody_themselves(session: Session, world: World) -> None:
    skill = SimpleNamespace(person_id=world.ben.id)
    assert may(viewer_of(session, world.tomas), "skill.endorse", skill)
    assert not may(viewer_of(session, world.ben), "skill.endorse", skill)
    assert not may(viewer_of(session, world.gwen), "skill.endorse", skill)
