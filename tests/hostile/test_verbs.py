"""All naughty strings through every field of the models: kept as they were sent, or refused with a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.core.errors import Invalid
from models.core.text import clean
from models.entries.editing import edit
from models.entries.entry import TITLE_LIMIT
from models.entries.revision import SUMMARY_LIMIT, revision
from models.entries.tagging import tag_name, tag_names, tags_on
from models.forums.answering import close
from models.forums.topic import answer, ask, discuss, reply
from models.microblog.micropost import POST_LIMIT, post, reply_to_post
from models.moderation.report import report
from models.people.department import found_department
from models.people.person import add_person
from models.people.profile import describe, profile_of
from models.spaces.joining import ask_to_join, found_space
from models.spaces.keeping import DESCRIPTION_LIMIT, describe_space
from models.wiki.page import write_page
from tests.hostile.material import naughty
from tests.world import World

pytestmark = pytest.mark.shared_data
Write = Callable[[str], str]


def line(text: str) -> str:
    """A title as it is kept."""
    return " ".join(clean(text).split("\n")).strip()


def unequal(write: Write, kept: Callable[[str], str], longest: int, blank_is_refused: bool = True) -> list[Any]:
    """Strings that did not come back as they should, or were refused without need."""
    wrong = []
    for text in naughty():
        expected = kept(text)
        fits = len(expected) <= longest and (bool(expected.strip()) or not blank_is_refused)
        try:
            found = write(text)
        except Invalid as error:
            assert str(error), "a refusal says why"
            if fits:
                wrong.append((text, str(error)))
        else:
            if not fits or found != expected:
                wrong.append((text, found))
    return wrong


def test_titles_bodies_tags_and_summaries_of_topics(session: Session, world: World) -> None:
    def write(text: str) -> str:
        made = ask(session, world.ben, text, f"x{text}", space=world.desk, tags=[text])
        assert made.body == clean(f"x{text}")
        assert tags_on(session, made) == tag_names([text])
        edit(made, by=world.ben, based_on=1, body=f"y{text}", title=text, summary=text)
        session.flush()
        kept = revision(session, made, 2)
        assert (kept.body, kept.title, kept.summary) == (
            clean(f"y{text}"),
            made.title,
            clean(text).strip()[:SUMMARY_LIMIT],
        )
        return made.title

    assert unequal(write, line, TITLE_LIMIT) == []


def test_titles_of_pages_and_their_addresses(session: Session, world: World) -> None:
    spaces = [found_space(session, world.mei, f"wiki-{number}", "Wiki") for number in range(20)]
    taken: dict[str, int] = {}

    def write(text: str) -> str:
        for space in spaces:
            try:
                return write_page(session, world.mei, space, text, "Text", tags=[text]).title
            except Invalid as error:
                if "not available" not in str(error):
                    raise
                taken[text] = taken.get(text, 0) + 1
        raise AssertionError("more strings with the same address than spaces")

    assert unequal(write, line, TITLE_LIMIT) == []


@pytest.mark.parametrize("kind", ["page", "discussion", "answer", "reply"])
def test_texts_of_entries(session: Session, world: World, kind: str) -> None:
    page = write_page(session, world.ben, world.desk, "A page", "Text")
    talk = discuss(session, world.ben, "A discussion", "Text", space=world.desk)
    number = iter(range(1, 2000))
    writes: dict[str, Callable[[str], Any]] = {
        "page": lambda text: (edit(page, by=world.ben, based_on=page.version, body=text), page)[1],
        "discussion": lambda text: discuss(session, world.ben, f"Title {next(number)}", text, space=world.desk),
        "answer": lambda text: answer(world.question, world.ben, text),
        "reply": lambda text: reply(talk, talk, world.ben, text),
    }
    assert unequal(lambda text: writes[kind](text).body, clean, 200_000) == []


def test_texts_of_posts_and_what_is_said_below(session: Session, world: World) -> None:
    def write(text: str) -> str:
        made = post(session, world.ben, text, space=world.desk)
        assert reply_to_post(world.note, world.note, world.ben, text).body == made.body
        return made.body

    assert unequal(write, clean, POST_LIMIT) == []


def test_what_people_say_of_themselves(session: Session, world: World) -> None:
    def write(text: str) -> str:
        describe(session, world.ben, name=text, job_title=text, place=text, phone=text, languages=[text], about=text)
        own, trimmed = profile_of(session, world.ben), clean(text).strip()
        assert (own.about, own.phone) == (trimmed[:2000], trimmed[:60])
        assert own.languages == ([trimmed[:40]] if trimmed else [])
        assert (world.ben.job_title, world.ben.place) == (trimmed[:200], trimmed[:100])
        return world.ben.name

    assert unequal(write, lambda text: clean(text).strip(), 200) == []


def test_what_is_said_of_spaces(session: Session, world: World) -> None:
    def write(text: str) -> str:
        values = {"welcome": text, "department_id": None, "readers_may_post": True}
        try:
            describe_space(session, world.desk, world.aisha, name="Desk", description=text, **values)
            assert world.desk.description == clean(text).strip()
            assert world.desk.welcome == clean(text)
        except Invalid:
            assert len(clean(text).strip()) > DESCRIPTION_LIMIT
        describe_space(session, world.desk, world.aisha, name=text, description="", **values)
        return world.desk.name

    assert unequal(write, lambda text: clean(text).strip(), 200) == []


def test_notes_messages_and_reasons(session: Session, world: World) -> None:
    asker = add_person(session, "asker", "Asker")
    wrong = []
    for text in naughty():
        trimmed = clean(text).strip()
        said = report(session, world.answer, world.tomas, "other", text).note
        request = ask_to_join(session, world.gate, asker, text)
        close(world.question, world.aisha, text)
        if (said, request.message) != (trimmed[:1000], trimmed[:500]):
            wrong.append(text)
        session.delete(request)
        session.flush()
    assert wrong == []


def test_names_of_departments_and_accounts(session: Session, world: World) -> None:
    for text in naughty():
        made = found_department(session, f"D {text}"[:200], abbreviation=text[:40], description=text)
        assert made.name == f"D {text}"[:200].strip()
        with pytest.raises(Invalid):
            add_person(session, f"{text} ", "") if text.strip() else add_person(session, text, "A name")


def test_a_tag_is_a_word_in_any_script() -> None:
    names = [tag_name(text) for text in naughty()]
    assert all(tag_name(name) == name and len(name) <= 50 for name in names)
