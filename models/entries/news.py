"""What happens in spaces: the latest entry of each and how much is new, at a cost that does not grow with them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Moment
from models.core.db import among, as_words, rows, words
from models.core.language import lazy_gettext as _l
from models.entries.entry import Entry
from models.policy.viewer import Viewer
from models.spaces.membership import Membership
from models.spaces.space import FOUND_BY_OTHERS, Space

MOST_SPACES = 8
# So many entries of a space are looked at to count what is new.
WALK = 40

_latest = Entry.__table__.alias("latest")


def _rooted(table: Any) -> tuple[Any, ...]:
    # Word for word as in the index (entry.ROOTS).
    return (
        table.c.state == literal_column("'live'"),
        table.c.root_id.is_(None),
        table.c.kind != literal_column("'file'"),
    )


_of_space = (
    select(_latest.c.id)
    .where(_latest.c.space_id == Space.id, *_rooted(_latest), among(_latest.c.audience, "keys"))
    .order_by(_latest.c.last_activity_at.desc(), _latest.c.id.desc())
    .limit(literal_column("1"))
    .correlate(Space)
    .scalar_subquery()
)
_mine = (
    select(Space.id, Space.slug, Space.name, Space.openness, _of_space.label("latest_id"))
    .where(Space.id.in_(select(cast(words("spaces").c.value, Integer))), Space.archived_at.is_(None))
    .subquery("mine")
)
_entry = Entry.__table__.alias("entry")
_liveliest = (
    select(
        _mine,
        _entry.c.kind,
        _entry.c.title,
        _entry.c.slug.label("entry_slug"),
        _entry.c.excerpt,
        _entry.c.last_activity_at,
    )
    .select_from(_mine.outerjoin(_entry, _entry.c.id == _mine.c.latest_id))
    .order_by(func.coalesce(_entry.c.last_activity_at, literal_column("0")).desc(), _mine.c.name)
    .limit(literal_column(str(MOST_SPACES)))
    .subquery("liveliest")
)
_recent = Entry.__table__.alias("recent")
_walked = (
    select(_recent.c.audience)
    .where(
        _recent.c.space_id == _liveliest.c.id,
        *_rooted(_recent),
        _recent.c.last_activity_at > bindparam("since", type_=Moment),
    )
    .order_by(_recent.c.last_activity_at.desc(), _recent.c.id.desc())
    .limit(literal_column(str(WALK)))
    .correlate(_liveliest)
    .subquery("walked")
)
_new_count = (
    select(func.count())
    .select_from(_walked)
    .where(among(_walked.c.audience, "keys"))
    .correlate(_liveliest)
    .scalar_subquery()
)
NEWS = select(_liveliest, _new_count.label("new_count")).order_by(
    func.coalesce(_liveliest.c.last_activity_at, literal_column("0")).desc(), _liveliest.c.name
)


def news_of_spaces(session: Session, viewer: Viewer, since: datetime | None = None) -> list[Any]:
    """The viewer's eight liveliest spaces as rows: id, slug, name, openness, new_count (since a week ago, capped) and
    the latest entry: latest_id, kind, title, entry_slug, excerpt, last_activity_at (None in an empty space)."""
    since = since or clock.now() - timedelta(days=7)
    return rows(session, NEWS, spaces=as_words(viewer.roles), keys=viewer.keys_json, since=since)


_members = select(func.count()).where(Membership.space_id == Space.id).correlate(Space).scalar_subquery()
LARGEST = (
    select(Space.id, Space.slug, Space.name, Space.description, Space.openness, _members.label("member_count"))
    .where(
        Space.openness.in_(FOUND_BY_OTHERS),
        Space.archived_at.is_(None),
        Space.id.not_in(select(cast(words("spaces").c.value, Integer))),
    )
    .order_by(_members.desc(), Space.name)
    .limit(5)
)


def spaces_to_join(session: Session, viewer: Viewer) -> list[Any]:
    """For somebody new: the five spaces with most members that let them in (none for a guest)."""
    return [] if viewer.is_guest else rows(session, LARGEST, spaces=as_words(viewer.roles))


automatic(
    Automatic(
        name="spaces-to-join",
        title=_l("Spaces suggested to newcomers"),
        does=_l("Shows five spaces on the home of people who belong to none."),
        inputs=(_l("The number of members. Only spaces that let you in."),),
        never=(_l("Who you are, and what you read or searched."),),
        owner=_l("The administrators of Witan"),
        switch=_l("Switch it off for yourself on this page, or join any space, and it is gone."),
        can_stop=True,
        address="/",
    )
)
automatic(
    Automatic(
        name="liveliest-spaces",
        title=_l("Your spaces on home"),
        does=_l("Shows eight of your spaces, the liveliest first."),
        inputs=(_l("When something was last written there that you may read, and how much is new this week."),),
        never=(_l("How often you visit them."),),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. All your spaces stand under “Spaces”."),
        address="/",
    )
)

automatic(
    Automatic(
        name="home-order",
        title=_l("The order of home"),
        does=_l("Shows what you follow first, newest first, then the newest from everywhere else."),
        inputs=(
            _l("What you follow, the spaces you belong to, and what you muted."),
            _l("The time. Nothing is moved up because others liked it."),
        ),
        never=(_l("What you read, how long, and what you reacted to."),),
        owner=_l("You, by what you follow"),
        switch=_l("Choose one space above the stream, or open “Posts”: there only the time counts."),
        address="/",
    )
)
