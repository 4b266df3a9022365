"""Best results: what curators put first for certain searches, with a short answer in a sentence or two.

One always stands for an entry, and only who may read that entry finds it, asked anew at each search. Its answer and
its words say no more than the entry says.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, Text, bindparam, delete, func, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text import clean
from models.entries import editing
from models.entries.curating import TagCurator
from models.entries.entry import LIVE, Entry
from models.entries.rows import LIST_COLUMNS, list_rows
from models.entries.tagging import Tagging
from models.policy.viewer import CURATING, Viewer
from models.search.word_keys import query_key

ANSWER_LIMIT: Final = 500
WORDS_LIMIT: Final = 100
MOST_WORDS: Final = 20
SHOWN: Final = 3
LISTED: Final = 100


class BestBet(Base):
    """That an entry stands first for some searches; `words` are those searches, one a line."""

    __tablename__ = "best_bets"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(String(ANSWER_LIMIT), default="")
    editor_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    edited_at: Mapped[datetime]


class BestBetWords(Base):
    """One search of a best result, as it is looked up."""

    __tablename__ = "best_bet_words"

    entry_id: Mapped[int] = mapped_column(BigId, ForeignKey("best_bets.entry_id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(4 * WORDS_LIMIT), primary_key=True, index=True)


_READABLE = (LIVE, among(Entry.audience, "keys"))
FOR_QUERY = (
    list_rows(*LIST_COLUMNS, BestBet.answer)
    .join(BestBet, BestBet.entry_id == Entry.id)
    .join(BestBetWords, BestBetWords.entry_id == Entry.id)
    .where(BestBetWords.key == bindparam("key"), *_READABLE)
    .order_by(BestBet.edited_at.desc(), Entry.id)
    .limit(literal_column(str(SHOWN)))
)


def best_bets(session: Session, viewer: Viewer, text: str) -> list[Any]:
    """List rows with `answer` of what curators put first for a search, as far as the viewer may read it."""
    wanted = query_key(text)
    return rows(session, FOR_QUERY, key=wanted, keys=viewer.keys_json) if wanted else []


# Of spaces that the viewer curates and of topics that they look after.
KEPT_BY = (
    list_rows(*LIST_COLUMNS, BestBet.answer, BestBet.words)
    .join(BestBet, BestBet.entry_id == Entry.id)
    .where(
        *_READABLE,
        or_(
            bindparam("all") == 1,
            among(Entry.space_id, "spaces"),
            select(Tagging.entry_id)
            .join(TagCurator, TagCurator.tag_id == Tagging.tag_id)
            .where(Tagging.entry_id == Entry.id, TagCurator.person_id == bindparam("me"))
            .exists(),
        ),
    )
    .order_by(func.lower(Entry.title), Entry.id)
    .limit(literal_column(str(LISTED)))
)


def kept_by(session: Session, viewer: Viewer) -> list[Any]:
    """List rows with `answer` and `words` of the best results that the viewer looks after and may read."""
    spaces = [space_id for space_id, role in viewer.roles.items() if role in CURATING]
    values = {"keys": viewer.keys_json, "spaces": as_words(spaces), "me": viewer.id}
    return rows(session, KEPT_BY, **values, all=int(viewer.is_admin))


def topic_curators(session: Session, entry: Entry) -> set[int]:
    """Ids of the people who look after a topic that is on the entry."""
    found = (
        select(TagCurator.person_id)
        .join(Tagging, Tagging.tag_id == TagCurator.tag_id)
        .where(Tagging.entry_id == entry.id)
    )
    return set(session.scalars(found))


def set_best_bet(session: Session, entry: Entry, by: Actor, words: str, answer: str) -> None:
    """Have the entry stand first for these searches, one a line; none takes it away. Raises Invalid (`words`,
    `answer`)."""
    lines = [" ".join(each.split()) for each in clean(words).split("\n")]
    keys = {query_key(line): line for line in reversed(lines) if query_key(line)}
    kept = [line for line in lines if line in keys.values()]
    answer = " ".join(clean(answer).split())
    _check(list(dict.fromkeys(kept)), answer)
    session.execute(delete(BestBetWords).where(BestBetWords.entry_id == entry.id))
    session.execute(delete(BestBet).where(BestBet.entry_id == entry.id))
    if keys:
        text = "\n".join(dict.fromkeys(kept))
        session.add(BestBet(entry_id=entry.id, words=text, answer=answer, editor_id=by.id, edited_at=clock.now()))
        session.flush()
        session.add_all([BestBetWords(entry_id=entry.id, key=each) for each in keys])
    session.flush()
    editing.note(session, by, "put-first" if keys else "no-longer-first", entry)


def _check(words: list[str], answer: str) -> None:
    if len(words) > MOST_WORDS:
        raise Invalid(_("Use 20 searches at most"), "words")
    if any(len(each) > WORDS_LIMIT for each in words):
        raise Invalid(_("Each search must have 100 characters or fewer"), "words")
    if answer and not words:
        raise Invalid(_("Enter the searches that this answers, one a line"), "words")
    if len(answer) > ANSWER_LIMIT:
        raise Invalid(_("The answer must be 500 characters or fewer"), "answer")
