"""The one write path of every kind: text, revision, links, tags, mentions, act and promises in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.activity.act import Actor, record
from models.core import clock, outbox
from models.core.db import session_of, write
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.core.language import number
from models.core.text import MAX_BODY, References, UnitId, clean, references, slugify
from models.entries import tagging
from models.entries.attaching import files_of
from models.entries.drawing import draw, named_in, redraw
from models.entries.entry import TITLE_LIMIT, Entry
from models.entries.kinds import Kind, edited, kind_named
from models.entries.limits import count_changing, count_writing
from models.entries.linking import set_links, set_mentions
from models.entries.revision import SUMMARY_LIMIT, Revision
from models.entries.spoken import language_after, language_of_new
from models.entries.summaries import neutral
from models.policy.unnamed import shown_as
from models.spaces.membership import known_names
from models.spaces.space import Space

E = TypeVar("E", bound=Entry)
Guard = Callable[[Session, Entry, Actor], None]
_guards: list[Guard] = []


def before_saving(guard: Guard) -> Guard:
    """Have `guard` asked before an entry is made or changed; it raises Refused when that cannot be."""
    _guards.append(guard)
    return guard


def _ask_guards(session: Session, entry: Entry, by: Actor, asked: bool) -> None:
    for guard in () if asked else _guards:
        guard(session, entry, by)


NameCheck = Callable[[Session, Entry, Actor, dict[str, int]], None]
_name_checks: list[NameCheck] = []


def before_naming(check: NameCheck) -> NameCheck:
    """Have `check` asked before a text that names people or units is written; it raises Invalid (`body`)."""
    if check not in _name_checks:
        _name_checks.append(check)
    return check


def _ask_about_names(session: Session, entry: Entry, by: Actor, people: dict[str, int]) -> None:
    for check in _name_checks if people else ():
        check(session, entry, by, people)


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
    approved: bool = False,
    mark: str = "",
    **values: Any,
) -> E:
    """Write a new entry and everything that belongs to it. `cls` is the class of its kind.

    `audience` narrows what the space allows; replies take that of their `root`. For imports: `at` is the moment it was
    begun, `editor` and `edited_at` say whose text this is and since when, and `quiet` leaves the act out and the
    promise to the index to the importer, which makes it for many at once. `mark` tells it from another with the same
    words, such as the file that comes with it. Raises Invalid (`title`, `body`), TooMuch and SaidAlready.
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
        narrowed=_is_narrowed(space, root, audience),
        state="live",
        version=1,
        reply_count=0,
        reaction_count=0,
        created_at=now,
        edited_at=edited_at,
        last_activity_at=values.pop("last_activity_at", edited_at),
        **values,
    )
    entry.space, entry.root_id, entry.parent_id = space, root.id if root else None, parent.id if parent else None
    entry.slug = entry.slug or (slugify(entry.title) if kind.titled else "")
    entry.language = language_of_new(session, kind, entry, root)
    _ask_guards(session, entry, by, asked=approved or quiet)
    found = references(entry.body)
    people = known_names(session, list(found.mentions), space.id if space else None)
    _ask_about_names(session, entry, by, {} if quiet else people)
    count_writing(session, entry, people.values(), mark, quiet=quiet)
    draw(entry, entry.body, people, {})
    session.add(entry)
    session.flush()
    if named := tagging.tag_names([*tags, *_words(kind, found)]):
        tagging.set_tags(session, entry, named, fresh=True)
    set_links(session, entry, entry.space, found, entry.body, fresh=True)
    if people:
        set_mentions(session, entry, people, fresh=True)
    _keep_revision(session, entry, Saving(editor, edited_at, summary))
    if not quiet:
        outbox.promise(session, "index", f"entry:{entry.id}")
        note(session, by, "wrote", entry, **({"root": entry.root_id} if entry.root_id else {}))
    return entry


@dataclass(frozen=True)
class Saving:
    """Who saves, when, and what they say of it."""

    by: Actor
    at: datetime
    summary: str = ""
    minor: bool = False
    silent: bool = False
    quiet: bool = False


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
    silent: bool = False,
    at: datetime | None = None,
    quiet: bool = False,
    approved: bool = False,
    language: str = "",
) -> bool:
    """Save a new text; True when anything changed. Nothing is written when title, body and tags are as they were.

    `language` is what somebody says that it is in; without it the words tell, unless somebody said so before.

    A `minor` change and a `silent` one do not move a page up in lists; followers do not hear of them. Where a version
    is released, readers go on reading that one. `approved` passes by those who are asked `before_saving`, as `quiet`
    does for importers. Raises Invalid, Refused, and Outdated when `based_on` is not the version that
    stands now: somebody else saved in between.
    """
    session, kind = session_of(entry), kind_named(entry.kind)
    title = check_title(title) if kind.titled and title is not None else entry.title
    body = check_body(body, kind)
    if based_on != entry.version:
        raise Outdated(_("Somebody else saved this while you were writing."), entry.version)
    _ask_guards(session, entry, by, asked=approved or quiet)
    if kind.mark == "topic":
        by = shown_as(session, by, entry.id)
    changed = (title, body) != (entry.title, entry.body)
    language = language or language_after(kind, entry, title, body)
    respoken, entry.language = language != entry.language, language
    if changed:
        saving = Saving(by, at or clock.now(), summary, minor, silent, quiet)
        tags = _write(session, entry, kind, title, body, tags, saving)
    elif respoken:
        redraw(entry)
    retagged = tags is not None and tagging.set_tags(session, entry, tagging.tag_names(list(tags)))
    if not quiet and (changed or retagged or respoken):
        detail: dict[str, Any] = {"minor": minor, **({"silent": True} if silent else {})} if changed else {}
        note(session, by, "edited" if changed else "tagged" if retagged else "set-language", entry, **detail)
        outbox.promise(session, "index", f"entry:{entry.id}")
    return changed or retagged or respoken


def _write(
    session: Session, entry: Entry, kind: Kind, title: str, body: str, tags: Sequence[str] | None, saving: Saving
) -> Sequence[str] | None:
    """Write a text that differs; returns the tags that the entry has from now on, None for those it has."""
    before, found = entry.body, references(body)
    people = named_in(session, entry, found) if entry.released is None else {}
    _ask_about_names(session, entry, saving.by, {} if saving.quiet else people)
    if not saving.quiet:
        count_changing(session, before, body, people)
    if tags is None and not kind.titled:
        tags = _kept_tags(session, entry)
    entry.title, entry.body = title, body
    entry.version += 1
    if entry.released is None:
        entry.editor_id, entry.edited_at = saving.by.id, saving.at
        if not saving.minor and not saving.silent and kind.name == "page":
            entry.last_activity_at = saving.at
        draw(entry, body, people, files_of(session, entry))
    _flush(session, entry)
    _keep_revision(session, entry, saving)
    if entry.released is None:
        set_links(session, entry, entry.space, found, body)
        if people or "@" in before:
            note_named(session, entry, saving.by, set_mentions(session, entry, people), quiet=saving.quiet)
        edited(session, entry)
    return None if tags is None else [*tags, *_words(kind, found)]


def _words(kind: Kind, found: References) -> Sequence[str]:
    # A page is tagged by its tag field alone; in short texts the #words are the tags.
    return () if kind.titled else found.tags


def _kept_tags(session: Session, entry: Entry) -> list[str]:
    """The tags that stay with a new text: a #word that goes takes its tag along."""
    words = set(tagging.tag_names(references(entry.body).tags)) if "#" in entry.body else set()
    return [name for name in tagging.tags_on(session, entry) if name not in words]


def restore(entry: Entry, revision: Any, by: Actor) -> bool:
    """Save the text of an earlier revision (a row with number, title, body) as the newest one; True when it differs."""
    return edit(
        entry,
        by=by,
        based_on=entry.version,
        # A page's title is its address: it is renamed in a step of its own, which leaves the old address behind.
        title=None if entry.kind == "page" else revision.title,
        body=revision.body,
        summary=neutral("restored", number=revision.number),
    )


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
    length = kind.length(body)
    if length > kind.limit or len(body.encode()) > MAX_BODY:
        message = _("The text must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": number(kind.limit), "now": number(length)}, "body")
    return body


def _is_narrowed(space: Space | None, root: Above | None, wanted: str | None) -> bool:
    """What stands below a narrower entry stays as narrow when the space opens."""
    if root is not None:
        return bool(getattr(root, "narrowed", False))
    return wanted is not None and space is not None and wanted != space.audience


def _audience(space: Space | None, root: Above | None, wanted: str | None) -> str:
    if root is not None:
        return root.audience
    ceiling = space.audience if space else "everyone"
    if wanted is None or wanted == ceiling:
        return ceiling
    of_space = (f"space:{space.id}", f"curators:{space.id}") if space else ()
    narrower = wanted.startswith("person:") or wanted in of_space
    if wanted == "everyone" or (ceiling != "everyone" and not narrower):
        raise Invalid(_("Choose an audience that the space allows"), "audience")
    return wanted


def _flush(session: Session, entry: Entry) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise Outdated(_("Somebody else saved this while you were writing."), entry.version) from error


_REVISIONS: Any = Revision.__table__
NEW_REVISION = insert(_REVISIONS)


def _keep_revision(session: Session, entry: Entry, saving: Saving) -> None:
    values = {
        "entry_id": entry.id,
        "number": entry.version,
        "title": entry.title,
        "body": entry.body,
        "editor_id": saving.by.id,
        "summary": clean(saving.summary).strip()[:SUMMARY_LIMIT],
        "minor": saving.minor,
        "silent": saving.silent,
        "created_at": saving.at,
    }
    write(session, NEW_REVISION, values)


def note_named(session: Session, entry: Entry, by: Actor, people: list[int], *, quiet: bool = False) -> None:
    """Record who is named in an entry that was there before."""
    if not people or quiet:
        return
    detail: dict[str, Any] = {"root": entry.root_id} if entry.root_id else {}
    detail["people"] = [each for each in people if not isinstance(each, UnitId)]
    detail["units"] = [int(each) for each in people if isinstance(each, UnitId)]
    note(session, by, "named", entry, **detail)


def note(session: Session, by: Actor | None, verb: str, entry: Entry, **detail: Any) -> None:
    """Record an act on an entry, under the name that its writer shows there."""
    if by is not None and kind_named(entry.kind).mark == "topic":
        by = shown_as(session, by, entry.id, entry.root_id)
    where: dict[str, Any] = {"space_id": entry.space_id, "audience": entry.audience, "root_id": entry.root_id}
    record(session, by, verb, entry.kind, entry.id, **where, **detail)
