"""What stands around the text of a page, in one statement: tags, wanted pages, reactions, comments, twins."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, bindparam, case, cast, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.core.base import BigId
from models.core.db import among, rows
from models.entries.crediting import Credit
from models.entries.entry import LIVE, Entry
from models.entries.following import IS_FOLLOW, Bookmark, Follow
from models.entries.linking import LEADS_NOWHERE, Link
from models.entries.reacting import Reaction
from models.entries.tagging import Tag, Tagging
from models.policy.viewer import Viewer
from models.wiki.comments.commenting import CommentClosing
from models.wiki.procedures.procedure import Procedure
from models.wiki.procedures.rounds import Confirmation
from models.wiki.requests.request import ChangeRequest
from models.wiki.structure.choices import WikiChoice
from models.wiki.writing.translating import Twin, twin_parts

MOST_LINKS = 500

_page, _me = bindparam("page_id", type_=BigId), bindparam("person_id", type_=Integer)


def _part(what: str, word: Any, more: Any = None, people: Any = None, mine: Any = None) -> Any:
    return select(
        literal_column(f"'{what}'").label("what"),
        word.label("word"),
        (literal_column("''") if more is None else more).label("more"),
        (literal_column("0") if people is None else people).label("people"),
        (literal_column("0") if mine is None else mine).label("mine"),
    )


_is_mine = func.max(case((Reaction.person_id == _me, 1), else_=0))
_here = Entry.__table__.alias("here")
_space_of_page = select(_here.c.space_id).where(_here.c.id == _page).scalar_subquery()
SURROUNDINGS = union_all(
    _part("tag", Tag.name).join(Tagging, Tagging.tag_id == Tag.id).where(Tagging.entry_id == _page),
    _part("missing", Link.space_slug, Link.slug).where(Link.source_id == _page, Link.slug != "", LEADS_NOWHERE),
    _part("reaction", Reaction.word, None, cast(func.count(), Integer), _is_mine)
    .where(Reaction.entry_id == _page)
    .group_by(Reaction.word),
    _part("follow", literal_column("''"), None, cast(Follow.subtree, Integer))
    .select_from(Follow)
    .where(Follow.person_id == _me, Follow.entry_id == _page, IS_FOLLOW),
    _part("follow-space", literal_column("''"))
    .select_from(Follow)
    .where(Follow.person_id == _me, Follow.space_id == _space_of_page, IS_FOLLOW),
    _part("bookmark", literal_column("''"))
    .select_from(Bookmark)
    .where(Bookmark.person_id == _me, Bookmark.entry_id == _page),
    # Threads of comments by their state: those that are open, and "resolved".
    _part("comments", Entry.status, None, cast(func.count(), Integer))
    .where(Entry.root_id == _page, Entry.parent_id == _page, LIVE, among(Entry.audience, "keys"))
    .group_by(Entry.status),
    _part("hidden", literal_column("''"))
    .select_from(Entry)
    .where(Entry.root_id == _page, Entry.state == literal_column("'hidden'"), among(Entry.audience, "keys"))
    .group_by(Entry.root_id),
    _part("files", literal_column("''"), None, cast(func.count(), Integer))
    .select_from(Entry)
    .where(Entry.root_id == _page, Entry.kind == literal_column("'file'"), LIVE, among(Entry.audience, "keys")),
    _part("closed", literal_column("''")).select_from(CommentClosing).where(CommentClosing.page_id == _page),
    _part("home", literal_column("''")).select_from(WikiChoice).where(WikiChoice.home_id == _page),
    # Changes that wait for approval; whether there is more to say, which `procedures.reading.duties_of` reads.
    _part("changes", literal_column("''"), None, cast(func.count(), Integer))
    .where(ChangeRequest.page_id == _page, ChangeRequest.state == literal_column("'open'"))
    .having(func.count() > 0),
    _part("duty", literal_column("''")).select_from(Procedure).where(Procedure.page_id == _page),
    _part("duty", literal_column("''"))
    .select_from(Confirmation)
    .where(Confirmation.page_id == _page, Confirmation.ended_at.is_(None)),
    _part("credit", literal_column("''")).select_from(Credit).where(Credit.page_id == _page),
    *twin_parts(_part),
)


@dataclass
class Surroundings:
    """Tags by name, `missing` addresses as "space/page", reactions by word as (people, mine), what the viewer keeps."""

    tags: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    reactions: dict[str, tuple[int, bool]] = field(default_factory=dict)
    followed: bool = False
    bookmarked: bool = False
    # With the pages below it; the whole space.
    branch_followed: bool = False
    space_followed: bool = False
    # How many threads of comments by state; whether more may be added.
    comments: dict[str, int] = field(default_factory=dict)
    comments_closed: bool = False
    # Whether a moderator hid something that was said about it.
    hidden: bool = False
    files: int = 0
    # How many changes wait for approval; whether it is a procedure or people are asked to confirm it.
    changes: int = 0
    duty: bool = False
    # The same page in other languages; `original` is one of them when this page is a translation.
    twins: list[Twin] = field(default_factory=list)
    original: Twin | None = None
    # Whether it stands on the home of its space; whether (some of) its text was an answer.
    is_home: bool = False
    credited: bool = False

    def take(self, row: Any) -> None:
        """Put in what is said about the page, and its twins."""
        if row.what in _TRUE:
            setattr(self, _TRUE[row.what], True)
        elif row.what == "comments":
            self.comments[row.word] = row.people
        elif row.what in ("files", "changes"):
            setattr(self, row.what, row.people)
        else:
            twin = Twin(row.word, row.more, based_on=row.mine, newest=row.people)
            self.twins.append(twin)
            self.original = twin if row.what == "original" else self.original


# Rows that say but that something is so.
_TRUE = {
    "follow-space": "space_followed",
    "closed": "comments_closed",
    "hidden": "hidden",
    "home": "is_home",
    "duty": "duty",
    "credit": "credited",
}


def surroundings(session: Session, viewer: Viewer, page_id: int) -> Surroundings:
    """All of it for one page that the viewer was found to read."""
    found = Surroundings()
    for row in rows(session, SURROUNDINGS, page_id=page_id, person_id=viewer.id, keys=viewer.keys_json):
        if row.what == "tag":
            found.tags.append(row.word)
        elif row.what == "missing" and len(found.missing) < MOST_LINKS:
            found.missing.add(f"{row.word}/{row.more}")
        elif row.what == "reaction":
            found.reactions[row.word] = row.people, bool(row.mine)
        elif row.what in ("follow", "bookmark"):
            found.followed |= row.what == "follow"
            found.branch_followed |= row.what == "follow" and bool(row.people)
            found.bookmarked |= row.what == "bookmark"
        else:
            found.take(row)
    found.tags.sort()
    return found
