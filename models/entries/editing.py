"""The one write path of every kind: text, revision, links, tags, mentions, act and promises in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, object_session
from sqlalchemy.orm.exc import StaleDataError

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.db import session_of
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.core.language import number
from models.core.text import MAX_BODY, RENDERER, References, clean, references, render, render_short, slugify
from models.entries import tagging
from models.entries.attaching import files_of
from models.entries.entry import TITLE_LIMIT, Entry
from models.entries.kinds import Kind, edited, kind_named
from models.entries.linking import set_links, set_mentions
from models.entries.revision import SUMMARY_LIMIT, Revision
from models.spaces.membership import known_usernames
from models.spaces.space import Space

E = TypeVar("E", bound=Entry)


class Above(Protocol):
    """What a new entry needs to know of the one that it stands below: an Entry, or an importer's note of one."""

    @property
    def id(self) -> int: ...

    @property
    def audience(self) -> str: ...


def create(
    session: Session,
    cls: type[E],
    *,
    by: Actor,
    body: str,
    title: str = "",
    space: Space | None = None,
    tags: Sequence[str] = (),
    audience: str | None = None,
    root: "Above | None" = None,
    parent: "Above | None" = None,
    at: datetime | None = None,
    editor: Actor | None = None,
    edited_at: datetime | None = None,
    summary: str = "",
    quiet: bool = False,
    **values: Any,
) -> E:
    """Write a new entry and everything that belongs to it. `cls` is the class of its kind.

    `audience` narrows what the space allows; replies take that of their `root`. For imports: `at` is the moment it was
    begun, `editor` and `edited_at` say whose text this is and since when, and `quiet` leaves the act out and the
    promise to the index to the importer, which makes it for many at once. Raises Invalid (`title`, `body`).
    """
    kind = kind_named(str(cls.__mapper__.polymorphic_identity))
    now = at or clock.now()
    editor, edited_at = editor or by, edited_at or now
    entry = cls(
        title=check_title(title) if kind.titled else "",
        body=check_body(body, kind),
        author_id=by.id,
        editor_id=editor.id,
        audience=_audience(space, root, audience),
        narrowed=audience is not None and root is None and space is not None and audience != space.audience,
        state="live",
        version=1,
        reply_count=0,
        reaction_count=0,
        created_at=now,
        edited_at=edited_at,
        last_activity_at=values.pop("last_activity_at", edited_at),
        **values,
    )
    entry.space = space
    entry.root_id, entry.parent_id = root.id if root else None, parent.id if parent else None
    entry.slug = entry.slug or (slugify(entry.title) if kind.titled else "")
    found = references(entry.body)
    people = known_usernames(session, list(found.mentions), space.id if space else None)
    _draw(entry, space, people, {})
    session.add(entry)
    session.flush()
    _settle(session, entry, kind, found, people, tags)
    _keep_revision(session, entry, editor, edited_at, summary, minor=False)
    if not quiet:
        outbox.promise(session, "index", f"entry:{entry.id}")
        note(session, by, "wrote", entry, **({"root": entry.root_id} if entry.root_id else {}))
    return entry


def edit(
    entry: Entry,
    *,
    by: Actor,
    based_on: int,
    body: str,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    summary: str = "",
    minor: bool = False,
    at: datetime | None = None,
    quiet: bool = False,
) -> Entry:
    """Save a new text. Nothing is written when title and body are as they were.

    Raises Invalid, and Outdated when `based_on` is not the version that stands now: somebody else saved in between.
    """
    session, kind = session_of(entry), kind_named(entry.kind)
    title = check_title(title) if kind.titled and title is not None else entry.title
    body = check_body(body, kind)
    if based_on != entry.version:
        raise Outdated(_("Somebody else saved this while you were writing."), entry.version)
    if (title, body) != (entry.title, entry.body):
        now = at or clock.now()
        tags = _kept_tags(session, entry, kind) if tags is None else tags
        entry.title, entry.body, entry.editor_id, entry.edited_at = title, body, by.id, now
        entry.version += 1
        if not minor and kind.name == "page":
            entry.last_activity_at = now
        found = references(body)
        people = known_usernames(session, list(found.mentions), entry.space_id)
        _draw(entry, entry.space, people, files_of(session, entry))
        _flush(session, entry)
        _settle(session, entry, kind, found, people, tags)
        _keep_revision(session, entry, by, now, summary, minor)
        edited(session, entry)
        if not quiet:
            note(session, by, "edited", entry, minor=minor)
    elif tags is not None:
        tagging.set_tags(session, entry, tagging.tag_names(list(tags)))
        if not quiet:
            note(session, by, "tagged", entry)
    if not quiet:
        outbox.promise(session, "index", f"entry:{entry.id}")
    return entry


def _kept_tags(session: Session, entry: Entry, kind: Kind) -> list[str]:
    """The tags that stay with a new text: a #word that goes takes its tag along."""
    words = set() if kind.titled or "#" not in entry.body else set(tagging.tag_names(references(entry.body).tags))
    return [name for name in tagging.tags_on(session, entry) if name not in words]


def restore(entry: Entry, revision: Any, by: Actor) -> Entry:
    """Save the text of an earlier revision (a row with number, title, body) as the newest one."""
    return edit(
        entry,
        by=by,
        based_on=entry.version,
        # A page's title is its address: it is renamed in a step of its own, which leaves the old address behind.
        title=None if entry.kind == "page" else revision.title,
        body=revision.body,
        summary=_("Went back to version %(number)s", number=number(revision.number)),
    )


def redraw(entry: Entry) -> None:
    """Make the HTML anew: the renderer or the files of the entry changed."""
    session = session_of(entry)
    people = known_usernames(session, list(references(entry.body).mentions), entry.space_id)
    _draw(entry, entry.space, people, files_of(session, entry))


def redraw_old(session: Session, limit: int = 200) -> int:
    """Make HTML anew that an earlier renderer made; returns how many. Nobody's edit: no revision, no act."""
    old = select(Entry).where(Entry.renderer < RENDERER).options(joinedload(Entry.space)).limit(limit)
    found = session.scalars(old).all()
    for entry in found:
        redraw(entry)
    return len(found)


def check_title(title: str) -> str:
    """The title as it is kept. Raises Invalid when it is empty or too long."""
    title = " ".join(clean(title).split("\n")).strip()
    if not title:
        raise Invalid(_("Enter a title"), "title")
    if len(title) > TITLE_LIMIT:
        message = _("The title must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": TITLE_LIMIT, "now": len(title)}, "title")
    return title


def check_body(body: str, kind: Kind) -> str:
    """The text as it is kept. Raises Invalid when it is empty or too long."""
    body = clean(body)
    if not body.strip() and not kind.wordless:
        raise Invalid(_("Enter some text"), "body")
    if len(body) > kind.limit or len(body.encode()) > MAX_BODY:
        message = _("The text must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": number(kind.limit), "now": number(len(body))}, "body")
    return body


def _audience(space: Space | None, root: Above | None, wanted: str | None) -> str:
    if root is not None:
        return root.audience
    ceiling = space.audience if space else "everyone"
    if wanted is None or wanted == ceiling:
        return ceiling
    if wanted == "everyone" or (ceiling != "everyone" and not wanted.startswith("person:")):
        raise Invalid(_("Choose an audience that the space allows"), "audience")
    return wanted


def _draw(entry: Entry, space: Space | None, people: Mapping[str, int], files: Mapping[str, str]) -> None:
    home = space.slug if space else None
    if entry.kind == "post":
        drawn = render_short(entry.body, space=home, people=people)
    else:
        drawn = render(entry.body, space=home, people=people, files=files, language=entry.language or "en")
    entry.html, entry.text, entry.excerpt, entry.renderer = drawn.html, drawn.text, drawn.excerpt[:300], RENDERER
    find_more(entry)


def find_more(entry: Entry) -> None:
    """Add what search finds an entry by besides its own words, such as the text of a file."""
    more, session = kind_named(entry.kind).found_by, object_session(entry)
    if more is not None and session is not None and entry.id is not None:
        entry.text = "\n".join(filter(None, (entry.text, more(session, entry.id))))


def _flush(session: Session, entry: Entry) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise Outdated(_("Somebody else saved this while you were writing."), entry.version) from error


def _settle(
    session: Session, entry: Entry, kind: Kind, found: References, people: dict[str, int], tags: Sequence[str]
) -> None:
    # A page is tagged by its tag field alone; in short texts the #words are the tags.
    named = [*tags, *(() if kind.titled else found.tags)]
    if named or entry.version > 1:
        tagging.set_tags(session, entry, tagging.tag_names(named), fresh=entry.version == 1)
    set_links(session, entry, entry.space, found)
    if people or entry.version > 1:
        set_mentions(session, entry, people)


def _keep_revision(session: Session, entry: Entry, by: Actor, at: datetime, summary: str, minor: bool) -> None:
    session.add(
        Revision(
            entry_id=entry.id,
            number=entry.version,
            title=entry.title,
            body=entry.body,
            editor_id=by.id,
            summary=clean(summary).strip()[:SUMMARY_LIMIT],
            minor=minor,
            created_at=at,
        )
    )


def note(session: Session, by: Actor | None, verb: str, entry: Entry, **detail: Any) -> None:
    """Record an act on an entry."""
    record(session, by, verb, entry.kind, entry.id, space_id=entry.space_id, audience=entry.audience, **detail)
