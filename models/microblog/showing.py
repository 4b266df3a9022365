"""What posts show besides their text: a file, a poll, what they share. One statement, asked only where something is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, bindparam, case, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session, aliased

from models.core import clock
from models.core.base import from_microseconds
from models.core.db import among, as_words, rows
from models.entries.entry import LIVE, Entry
from models.entries.reacting import Reaction
from models.microblog.holding import HeldFile
from models.microblog.poll import Poll, PollOption, PollVote
from models.microblog.sharing import Share
from models.microblog.voting import STEP, voter_of
from models.people.person import Person
from models.policy.viewer import Viewer
from models.spaces.space import Space


@dataclass
class Held:
    """A file of a post; `alt` is what its author said that it shows."""

    id: int
    name: str
    alt: str
    picture: bool
    size: int


@dataclass
class Option:
    id: int
    text: str
    votes: int
    mine: bool


@dataclass
class Asking:
    """A poll as one viewer sees it. `votes` of its options are 0 as long as `shown` is false."""

    many: bool
    secret: bool
    results: str
    closes_at: datetime
    ended: bool
    voters: int
    voted: bool = False
    options: list[Option] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether this viewer sees the results now."""
        return self.ended or (self.voted and self.results == "voted" and not self.waiting)

    @property
    def waiting(self) -> bool:
        """Too few have voted in secret for their number to hide each of them."""
        return self.secret and not self.ended and self.voters < STEP

    @property
    def most(self) -> int:
        return max((option.votes for option in self.options), default=0)


@dataclass
class Extras:
    """Of one post. `shares` is True also when what it shares cannot be read by the viewer: then `shared` is None."""

    held: list[Held] = field(default_factory=list)
    poll: Asking | None = None
    shares: bool = False
    shared: Any = None


_mine: Any = bindparam("person_id")


def _has(table: Any) -> Any:
    return select(literal_column("1")).where(table.post_id == Entry.id).correlate(Entry).limit(literal_column("1"))


_more = case(
    (_has(HeldFile).scalar_subquery().is_not(None), literal_column("1")),
    (_has(Poll).scalar_subquery().is_not(None), literal_column("1")),
    (_has(Share).scalar_subquery().is_not(None), literal_column("1")),
    else_=literal_column("0"),
)
DRAWN = select(
    Entry.id,
    Entry.html,
    Entry.version,
    _more.label("more"),
    select(literal_column("1"))
    .where(Reaction.entry_id == Entry.id, Reaction.person_id == _mine, Reaction.word == literal_column("'thanks'"))
    .correlate(Entry)
    .exists()
    .label("mine"),
).where(among(Entry.id, "entries"), LIVE, among(Entry.audience, "keys"))


def drawn(session: Session, viewer: Viewer, ids: Sequence[int]) -> dict[int, Any]:
    """By id: rows (id, html, version, mine, more) of posts that a list draws whole; `more` says that `extras` has
    something of it, `mine` that the viewer thanked."""
    if not ids:
        return {}
    found = rows(session, DRAWN, entries=as_words(ids), keys=viewer.keys_json, person_id=viewer.id)
    return {row.id: row for row in found}


_nothing: Any = literal_column("''")
_zero: Any = literal_column("0")
_TEXTS = ("text", "excerpt", "kind", "slug", "space_slug", "space_name", "author_name", "author_username", "root_title")
_NUMBERS = ("first", "second", "third", "fourth", "at", "root_id")


def _part(what: str, post_id: Any, entry_id: Any, **values: Any) -> Any:
    """One part of the union: the same columns for all, empty where a part has nothing to say."""
    return select(
        literal_column(f"'{what}'").label("what"),
        cast(post_id, BigInteger).label("post_id"),
        cast(entry_id, BigInteger).label("id"),
        *(cast(values.get(name, _nothing), String).label(name) for name in _TEXTS),
        *(cast(values.get(name, _zero), BigInteger).label(name) for name in _NUMBERS),
    )


def _yes(flag: Any) -> Any:
    return case((flag, literal_column("1")), else_=literal_column("0"))


_file, _shared = aliased(Entry.__table__, name="file"), aliased(Entry.__table__, name="shared")
_root = aliased(Entry.__table__, name="shared_root")
_files = (
    _part(
        "file", HeldFile.post_id, _file.c.id, text=_file.c.title, excerpt=_file.c.excerpt,
        first=_yes(HeldFile.picture), second=HeldFile.size,
    )
    .select_from(HeldFile)
    .join(_file, _file.c.id == HeldFile.file_id)
    .where(
        among(HeldFile.post_id, "posts"), _file.c.state == literal_column("'live'"), among(_file.c.audience, "keys")
    )
)  # fmt: skip
_visible = (
    (_shared.c.id == Share.shared_id)
    & (_shared.c.state == literal_column("'live'"))
    & among(_shared.c.audience, "keys")
)
_shares = (
    _part(
        "share", Share.post_id, func.coalesce(_shared.c.id, _zero), text=func.coalesce(_shared.c.title, _nothing),
        excerpt=func.coalesce(_shared.c.excerpt, _nothing), kind=func.coalesce(_shared.c.kind, _nothing),
        slug=func.coalesce(_shared.c.slug, _nothing), space_slug=func.coalesce(Space.slug, _nothing),
        space_name=func.coalesce(Space.name, _nothing), author_name=func.coalesce(Person.name, _nothing),
        author_username=func.coalesce(Person.username, _nothing), root_title=func.coalesce(_root.c.title, _nothing),
        first=_yes(Person.is_guest), at=func.coalesce(_shared.c.created_at, _zero),
        root_id=func.coalesce(_shared.c.root_id, _zero),
    )
    .select_from(Share)
    .outerjoin(_shared, _visible)
    .outerjoin(Space, Space.id == _shared.c.space_id)
    .outerjoin(Person, Person.id == _shared.c.author_id)
    .outerjoin(_root, _root.c.id == _shared.c.root_id)
    .where(among(Share.post_id, "posts"))
)  # fmt: skip
_polls = (
    _part(
        "poll", Poll.post_id, _zero, text=Poll.results, first=_yes(Poll.many), second=_yes(Poll.secret),
        third=Poll.voters, fourth=Poll.shown_voters, at=Poll.closes_at,
        root_id=_yes(Poll.closed_at.is_not(None)),
    )
    .where(among(Poll.post_id, "posts"))
)  # fmt: skip
_voted = (
    select(literal_column("1"))
    .where(PollVote.post_id == PollOption.post_id, among(PollVote.voter, "voters"))
    .where(PollVote.option_id == PollOption.id)
    .correlate(PollOption)
    .exists()
)
_options = (
    _part(
        "option", PollOption.post_id, PollOption.id, text=PollOption.text, first=PollOption.votes,
        second=PollOption.shown, third=_yes(_voted), fourth=PollOption.position,
    )
    .where(among(PollOption.post_id, "posts"))
)  # fmt: skip
EXTRAS = union_all(_files, _shares, _polls, _options)


def extras(session: Session, viewer: Viewer, posts: Sequence[int], seal: bytes) -> dict[int, Extras]:
    """By post, for posts that the viewer was found to read; `seal` finds the viewer's own secret votes."""
    if not posts:
        return {}
    found: dict[int, Extras] = {}
    voters = [str(viewer.id), *(voter_of(each, viewer.id, seal, secret=True) for each in posts)]
    parts = rows(session, EXTRAS, posts=as_words(posts), voters=as_words(voters), keys=viewer.keys_json)
    for row in sorted(parts, key=lambda row: (row.what != "poll", row.post_id, row.fourth)):
        _add(found.setdefault(row.post_id, Extras()), row)
    return found


def _add(to: Extras, row: Any) -> None:
    if row.what == "file":
        to.held.append(Held(row.id, row.text, row.excerpt, bool(row.first), row.second))
    elif row.what == "share":
        to.shares, to.shared = True, row if row.id else None
    elif row.what == "poll":
        closes_at = from_microseconds(row.at)
        ended = bool(row.root_id) or closes_at <= clock.now()
        voters = row.third if ended or not row.second else row.fourth
        to.poll = Asking(bool(row.first), bool(row.second), row.text, closes_at, ended, voters)
    elif to.poll is not None:
        to.poll.voted = to.poll.voted or bool(row.third)
        to.poll.options.append(Option(row.id, row.text, row.first if to.poll.ended else row.second, bool(row.third)))
