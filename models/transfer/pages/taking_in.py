"""Takes an exported tree into a space: pages with their files, in the same places. Running it again doubles nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import yaml
from sqlalchemy import select

from models.core.errors import Invalid, Refused
from models.core.language import DEFAULT, language_of
from models.core.text import slugify
from models.entries import editing
from models.entries.entry import Entry
from models.people.department import Department
from models.people.person import Person
from models.spaces.space import Space
from models.transfer.intake import Author, Draft, Intake, Known, short_title
from models.transfer.pages.files_in import FilesIn
from models.transfer.pages.format import (
    MANIFEST,
    PAGE_FILES,
    SPACE_FILES,
    SUFFIX,
    PageText,
    Unreadable,
    absolute,
    read,
    retargeted,
)
from models.transfer.pages.gathering import SAID
from models.transfer.pages.sources import Source
from models.wiki.care.columns import EVERY_MONTHS, OWNING_ROLES, state_of
from models.wiki.page import STATUSES, Page
from models.wiki.writing.translating import Translation, link_translation

LONGEST_ID = 180
MOST_TAGS = 20


@dataclass
class _Leaf:
    """A page file: `path` is the way of names to it."""

    path: tuple[str, ...]
    page: PageText
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "/".join(self.path) + SUFFIX

    @property
    def folder(self) -> str:
        return "/".join(self.path) + PAGE_FILES


def import_pages(
    intake: Intake,
    source: Source,
    space_slug: str = "",
    expected: Callable[[int], object] = lambda number: None,
) -> Space:
    """Take the tree into the space of this address (default: the one that it came from), made when missing.

    Raises Invalid when the tree names no space and none is given, and Refused when it cannot be read.
    """
    names = source.names()
    manifest = _manifest(source) if MANIFEST in names else {}
    slug = space_slug or str(manifest.get("space") or "")
    if not slug:
        raise Invalid("Say into which space the pages go.", "space")
    space = intake.space(slug, str(manifest.get("name") or ""), description=str(manifest.get("about") or "")[:1000])
    taking = _Taking(intake, source, space)
    leaves = taking.read(names)
    expected(len(leaves))
    for leaf in leaves:
        taking.take(leaf)
    taking.files.of_space(sorted(name for name in names if name.startswith(f"{SPACE_FILES}/")))
    taking.finish()
    intake.commit()
    return space


def _manifest(source: Source) -> dict[str, Any]:
    try:
        found = yaml.safe_load(source.bytes_of(MANIFEST).decode("utf-8", "replace")[:20_000])
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


class _Taking:
    def __init__(self, intake: Intake, source: Source, space: Space) -> None:
        self.intake, self.source, self.space = intake, source, space
        self.session = intake.session
        self.report = intake.report
        self.known: dict[tuple[str, ...], Known] = {}
        self.leaves: list[_Leaf] = []
        self.authors: dict[str, Author] = {}
        self.files = FilesIn(intake, source, space)
        intake.expect(f"pages:{space.slug}:")

    def read(self, names: list[str]) -> list[_Leaf]:
        """Every page, parents before those below them, in their order."""
        found: dict[tuple[str, ...], _Leaf] = {}
        for name in names:
            if not name.endswith(SUFFIX) or name.startswith(f"{SPACE_FILES}/") or f"{PAGE_FILES}/" in name:
                continue
            try:
                text = self.source.bytes_of(name).decode("utf-8", "strict")
                path = tuple(name.removesuffix(SUFFIX).split("/"))
                found[path] = _Leaf(path, read(text))
            except (Unreadable, UnicodeDecodeError, Refused) as error:
                self.report.leave_out("it is no page", f"{name}: {error}"[:200])
        for name in names:
            folder, inside, _rest = name.partition(f"{PAGE_FILES}/")
            if inside and (leaf := found.get(tuple(folder.split("/")))):
                leaf.files.append(name)
            elif inside:
                self.report.leave_out("its page is missing", name)
        self.leaves = sorted(found.values(), key=lambda leaf: (len(leaf.path), leaf.path[:-1], _order(leaf), leaf.path))
        return self.leaves

    def take(self, leaf: _Leaf) -> None:
        about = leaf.page.about
        draft = Draft(
            cls=Page,
            origin_id=self._origin(leaf),
            by=self._author(about.get("author")),
            title=short_title(str(about.get("title") or leaf.path[-1].replace("-", " ").capitalize())),
            body=self._body(leaf),
            space=self.space,
            tags=[str(tag) for tag in _list(about.get("tags"))][:MOST_TAGS],
            at=_moment(about.get("created")),
            editor=self._author(about.get("editor") or about.get("author")),
            edited_at=_moment(about.get("edited")) or _moment(about.get("created")),
            parent=self._above(leaf),
            origin={"path": leaf.name[:300], SAID: self._said(about)},
            values=self._values(leaf),
        )
        if about.get("narrowed"):
            # It had fewer readers than its space, and nobody here can know whom: it waits with whoever took it in.
            draft.values["audience"] = f"person:{self.intake.steward().id}"
            self.report.note("pages had fewer readers than their space; only the owner of the import reads them")
        first = draft.origin_id not in self.intake.entries
        known = self.intake.take(draft)
        if known is None:
            return
        self.known[leaf.path] = known
        if first and leaf.files:
            said = {str(each.get("name")): each for each in _list(about.get("files")) if isinstance(each, dict)}
            self.files.of_page(self.intake.entry(known), leaf.folder, leaf.files, said)

    def _origin(self, leaf: _Leaf) -> str:
        origin = f"pages:{self.space.slug}:{leaf.name}"
        return origin if len(origin) <= LONGEST_ID else origin[:100] + hashlib.sha256(origin.encode()).hexdigest()

    def _above(self, leaf: _Leaf) -> Known | None:
        """The page of the folder; where it is missing, the next one above."""
        for depth in range(len(leaf.path) - 1, 0, -1):
            if above := self.known.get(leaf.path[:depth]):
                return above
        return None

    def _body(self, leaf: _Leaf) -> str:
        """The text with links to the page's own files by name alone, as the renderer finds them."""

        def bare(target: str) -> str | None:
            place = absolute(leaf.path, target)
            return place.removeprefix(leaf.folder + "/") if place and place.startswith(leaf.folder + "/") else None

        return retargeted(leaf.page.body, bare)

    def _author(self, username: object) -> Author:
        name = str(username or "")
        if name not in self.authors:
            found = self.session.execute(select(Person.id, Person.username).where(Person.username == name)).first()
            self.authors[name] = Author(found.id, found.username) if found else self.intake.steward()
        return self.authors[name]

    def _said(self, about: dict[str, Any]) -> dict[str, str]:
        """What the file says of people who have no account here: kept, so that it goes out again as it came."""
        unknown = {
            key: str(about[key])[:200]
            for key in ("author", "editor", "checked_by")
            if about.get(key) and self._author(about[key]).username != about[key]
        }
        owner = str(about.get("owner") or "")
        if owner and not self._owner(owner):
            unknown["owner"] = owner[:200]
        return unknown

    def _owner(self, text: str) -> dict[str, Any]:
        kind, _colon, name = text.partition(":")
        if kind == "role" and name in OWNING_ROLES:
            return {"owner_role": name}
        if kind == "department":
            found = self.session.scalar(select(Department.id).where(Department.name == name).order_by(Department.id))
            return {"owner_department_id": found} if found else {}
        if kind == "person" and self._author(name).username == name:
            return {"owner_person_id": self._author(name).id}
        return {}

    def _values(self, leaf: _Leaf) -> dict[str, Any]:
        about = leaf.page.about
        status, months = str(about.get("status") or ""), about.get("review_months")
        review_on, checked = _day(about.get("review_on")), _moment(about.get("checked"))
        checker = self._author(about["checked_by"]).id if checked and about.get("checked_by") else None
        return {
            "slug": slugify(str(about.get("slug") or leaf.path[-1])),
            "position": _order(leaf),
            "status": status if status in STATUSES else "",
            "language": str(about.get("language") or language_of(DEFAULT))[:12],
            "review_on": review_on,
            "review_months": months if months in EVERY_MONTHS else None,
            "checked_at": checked,
            "checked_by_id": checker,
            "review": state_of(review_on, checked),
            **self._owner(str(about.get("owner") or "")),
        }

    def finish(self) -> None:
        """What could only be said when everything was there: links to other files, and pages that replace others."""
        by_path = {leaf.name: leaf for leaf in self.leaves}
        for leaf in by_path.values():
            known = self.known.get(leaf.path)
            if known is not None and known.id in self.intake.created:
                self._link_files(leaf, known)
                self._replace(leaf, known)
                self._join_translation(leaf, known)

    def _link_files(self, leaf: _Leaf, known: Known) -> None:
        body = self._body(leaf)
        linked = retargeted(body, lambda target: self.files.addresses.get(absolute(leaf.path, target) or ""))
        if linked != body:
            page = self.intake.entry(known)
            editing.edit(
                page, by=Author(page.editor_id, ""), based_on=page.version, body=linked, at=page.edited_at, quiet=True
            )

    def _replace(self, leaf: _Leaf, known: Known) -> None:
        space_slug, _colon, slug = str(leaf.page.about.get("replaced_by") or "").partition(":")
        if not slug:
            return
        found = self.session.scalar(
            select(Entry.id)
            .join(Space, Space.id == Entry.space_id)
            .where(Space.slug == space_slug, Entry.slug == slug, Entry.kind == "page", Entry.state == "live")
        )
        if found is None or found == known.id:
            self.report.note("pages name a replacement that is not here")
        else:
            self.session.get_one(Page, known.id).replaced_by_id = found

    def _join_translation(self, leaf: _Leaf, known: Known) -> None:
        name = leaf.page.about.get("translation_of")
        if not name:
            return
        original = self.known.get(tuple(str(name).removesuffix(SUFFIX).split("/")))
        if original is None:
            self.report.note("pages translate a page that is not here")
            return
        try:
            page, by = self.session.get_one(Page, known.id), self.intake.steward()
            link_translation(page, self.session.get_one(Page, original.id), by)
        except (Invalid, Refused) as error:
            self.report.leave_out(f"it was not joined with its original: {error}", leaf.name)
            return
        if leaf.page.about.get("behind"):
            self.session.get_one(Translation, known.id).based_on = 0


def _order(leaf: _Leaf) -> int:
    order = leaf.page.about.get("order")
    return order if isinstance(order, int) and 0 <= order < 1_000_000 else 1_000_000


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
