"""The language of what people write: told by its words, corrected by people, found by search."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.core.outbox import OutboxJob
from models.entries import editing
from models.entries.drawing import redraw_old
from models.entries.entry import Entry
from models.forums.topic import answer, ask, discuss, reply
from models.microblog.micropost import post, reply_to_post
from models.wiki.comments.commenting import comment
from models.wiki.writing.templates import choose_language
from tests.world import World

FRENCH = "Qui peut autoriser les congés de maladie dans notre service ?"
GERMAN = "Wer genehmigt bei uns die Dienstreisen und wo steht das?"


def test_the_words_of_a_text_tell_its_language(session: Session, world: World) -> None:
    asked = ask(session, world.ben, "Les congés", FRENCH, space=world.desk)
    assert asked.language == "fr"
    assert answer(asked, world.aisha, "Das ist bei uns die Leitung, und sie hat das Formular.").language == "de"
    assert post(session, world.ben, "Pwy sydd yn gallu helpu gyda hyn yn ein tîm ni?").language == "cy"
    assert comment(world.start, world.ben, FRENCH).language == "fr"
    assert world.start.language == "en"


def test_where_the_words_do_not_tell_it_the_text_that_is_answered_does(session: Session, world: World) -> None:
    asked = ask(session, world.ben, "Les congés", FRENCH, space=world.desk)
    assert answer(asked, world.aisha, "Budget 2025").language == "fr"
    assert reply(asked, asked, world.aisha, "OK").language == "fr"
    said = post(session, world.ben, GERMAN)
    assert reply_to_post(said, said, world.aisha, "+1").language == "de"


def test_else_it_is_the_language_of_the_space(session: Session, world: World) -> None:
    assert discuss(session, world.ben, "Budget", "Budget 2025", space=world.desk).language == "en"
    choose_language(session, world.desk, world.aisha, "fr")
    session.flush()
    assert discuss(session, world.ben, "Budget", "Budget 2026", space=world.desk).language == "fr"
    assert (
        discuss(session, world.ben, "Budget", "Where is the budget that we have for this?", space=world.desk).language
        == "en"
    )


def test_a_new_text_in_another_language_is_noticed(session: Session, world: World) -> None:
    said = post(session, world.ben, "Who can help us with this?")
    assert said.language == "en"
    editing.edit(said, by=world.ben, based_on=1, body="Qui peut nous aider avec cela ?")
    assert said.language == "fr"
    editing.edit(said, by=world.ben, based_on=2, body="Budget 2025")
    assert said.language == "fr"


def test_what_somebody_chose_stays(session: Session, world: World) -> None:
    said = post(session, world.ben, "Le mot « congé » est dans la liste des mots")
    before = session.scalar(select(func.count()).select_from(OutboxJob))
    assert editing.edit(said, by=world.ben, based_on=1, body=said.body, language="en")
    assert (said.language, said.version) == ("en", 1)
    assert session.scalar(select(func.count()).select_from(OutboxJob)) == before + 1
    assert not editing.edit(said, by=world.ben, based_on=1, body=said.body)
    editing.edit(said, by=world.ben, based_on=1, body="Le mot « congé » est dans la liste des mots, et c’est tout")
    assert said.language == "en"


def test_what_was_written_before_languages_were_told_is_told_by_night(session: Session, world: World) -> None:
    asked = ask(session, world.ben, "Les congés", FRENCH, space=world.desk)
    said = answer(asked, world.aisha, "Budget 2025")
    session.flush()
    while redraw_old(session):
        pass
    session.execute(update(Entry).where(Entry.id.in_([asked.id, said.id])).values(language="", renderer=0))
    session.expire_all()
    assert redraw_old(session) == 2
    assert (asked.language, said.language) == ("fr", "fr")
