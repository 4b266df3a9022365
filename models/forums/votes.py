"""Voting on answers: one word a person, `useful` or `outdated`. See docs/decisions/two-words-on-an-answer.md."""

from collections.abc import Callable

from sqlalchemy import bindparam, delete, text
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.base import Moment
from models.core.db import session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.editing import note
from models.entries.telling import tell_readers
from models.entries.voting import Vote
from models.forums.topic import Answer
from models.policy.unnamed import shown_as

WORDS: dict[str, Callable[[], str]] = {"useful": lambda: _("Useful"), "outdated": lambda: _("Out of date")}

# One statement, so that two presses at the same moment make one vote and no error, on both databases.
VOTE = text(
    "INSERT INTO votes (entry_id, person_id, word, created_at) VALUES (:entry_id, :person_id, :word, :at)"
    " ON CONFLICT (entry_id, person_id) DO UPDATE SET word = excluded.word, created_at = excluded.created_at"
    " WHERE votes.word <> excluded.word"
).bindparams(bindparam("at", type_=Moment))


def vote(answer: Answer, by: Actor, word: str = "useful") -> None:
    """Say this of the answer, instead of what the person said before. Twice changes nothing.

    Raises Refused for one's own answer, ValueError for a word that is not one of WORDS.
    """
    if word not in WORDS:
        raise ValueError(f"{word} is no vote")
    if answer.author_id == by.id or shown_as(session_of(answer), by, answer.id) is not by:
        raise Refused(_("This is your own answer. Votes come from others: edit it if it is out of date."))
    session = session_of(answer)
    values = {"entry_id": answer.id, "person_id": by.id, "word": word, "at": clock.now()}
    if session.connection().execute(VOTE, values).rowcount:
        tell_readers(session, "reacted", answer)
        if word == "outdated":
            # The author hears that an answer no longer holds. Who said so stays between them and the count.
            note(session, None, "doubted", answer, person=answer.author_id)


def withdraw(answer: Answer, by: Actor, word: str = "useful") -> None:
    """Take back that word; another one that was said meanwhile stays."""
    session: Session = session_of(answer)
    mine = (Vote.entry_id == answer.id, Vote.person_id == by.id, Vote.word == word)
    if session.connection().execute(delete(Vote).where(*mine)).rowcount:
        tell_readers(session, "reacted", answer)
