"""Takes a handbook, a tree of Markdown files, into the wiki of a space: pages, authors, links, files and history."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from models.core import clock
from models.core.errors import Invalid
from models.entries import editing
from models.entries.drawing import redraw
from models.files.storing import attach
from models.people.department import Department
from models.people.person import Person
from models.people.profile import describe
from models.spaces.space import Space
from models.transfer.handbook_files import PageFile, read_handbook, split
from models.transfer.handbook_history import Change, History, read_history, told
from models.transfer.handbook_reviews import reviewed
from models.transfer.handbook_text import Linker, cleaned, commands_left
from models.transfer.handbook_tree import Leaf, grow, without_heading
from models.transfer.intake import Author, Draft, Intake, Known
from models.transfer.reading import moment
from models.wiki.page import Page

TAG_KEYS = ("tags", "topics", "categories", "category", "section", "keywords", "tag")
TITLE_KEYS = {"title", "display_name", "name"}
PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)")
LETTERS_OF_A_TEMPLATE = 200


@dataclass(frozen=True)
class Handbook:
    """What to take and where to put it. `sites` are addresses it was published at."""

    folder: Path
    space: str
    department: str
    name: str = ""
    description: str = ""
    sites: tuple[str, ...] = ()


def import_handbook(intake: Intake, handbook: Handbook, expected: Callable[[int], object] = lambda n: None) -> Space:
    """Take the handbook. `expected` hears how many files there are before the work begins. Raises Invalid."""
    if not handbook.folder.is_dir():
        raise Invalid(f"There is no folder {handbook.folder}.", "folder")
    files = read_handbook(handbook.folder, intake.report)
    expected(len(files))
    history = read_history(handbook.folder, intake.report)
    department = intake.department(handbook.department) if handbook.department else None
    space = intake.space(
        handbook.space, handbook.name, department, description=handbook.description, origin={"import": "handbook"}
    )
    intake.expect(f"handbook:{space.slug}:")
    _Taking(intake, handbook, space, department, history).run(files)
    return space


COMMAND = "it is a command of the old site that has no meaning here; it stands in the text"


class _Taking:
    def __init__(
        self, intake: Intake, handbook: Handbook, space: Space, department: Department | None, history: History
    ) -> None:
        self.intake = intake
        self.handbook = handbook
        self.space = space
        self.department = department
        self.history = history
        self.pages: dict[PurePosixPath, Known] = {}
        self.linker = Linker([], {})

    def run(self, files: list[PageFile]) -> None:
        profiles = [file for file in files if file.about.get("display_name")]
        for file in profiles:
            self._person(file)
        pages = [file for file in files if not file.about.get("display_name") and self._is_page(file)]
        leaves = grow(pages)
        titles = {leaf.file.path: leaf.title for leaf in leaves if leaf.file}
        self.linker = Linker(pages, titles, self.handbook.sites)
        for leaf in leaves:
            known = self._page(leaf, leaf.file) if leaf.file else self._folder(leaf)
            if known is not None:
                self.pages[leaf.node] = known
        self.intake.report.note("links became wiki links", self.linker.rewritten)

    def _is_page(self, file: PageFile) -> bool:
        text = cleaned(file.body)
        if "<%" in file.body and len(re.sub(r"<[^>]+>|\W", "", text)) < LETTERS_OF_A_TEMPLATE:
            self.intake.report.leave_out("a program makes it and it holds hardly any text of its own", file.path)
            return False
        if not text.strip() and not _summary(file.about):
            self.intake.report.leave_out("it has no text", file.path)
            return False
        return True

    def _person(self, file: PageFile) -> None:
        about = file.about
        agency = str(about.get("agency_full_name") or about.get("agency") or "").strip()
        department = self.intake.department(agency) if agency else None
        slug = str(about.get("slug") or file.node.name)
        origin_id = self._author_id(slug)
        before = self.intake.people.get(origin_id)
        author = self.intake.author(
            origin_id,
            " ".join(str(about["display_name"]).split()),
            slug.replace("_", "-"),
            department_id=department.id if department else None,
            origin={key: value for key, value in about.items() if key in ("github", "profile_source") and value},
        )
        if before:
            self.intake.report.unchanged["people"] += 1
        elif bio := file.body.strip() or str(about.get("bio") or "").strip():
            describe(self.intake.session, self.intake.session.get_one(Person, author.id), about=bio)
        self.intake.took()

    def _author_id(self, slug: str) -> str:
        return f"handbook:{self.space.slug}:author:{slug}"

    def _folder(self, leaf: Leaf) -> Known | None:
        self.intake.report.note("folders without a page of their own got one")
        begun = self.history.begins or clock.now()
        return self._take(
            Draft(
                cls=Page,
                origin_id=f"handbook:{self.space.slug}:{leaf.node}/",
                by=self._everybody(),
                title=leaf.title,
                body=f"The pages of the folder `{leaf.node.name}`.\n",
                at=begun,
                origin={"path": f"{leaf.node}/", "made_by_import": True},
            ),
            leaf,
        )

    def _page(self, leaf: Leaf, file: PageFile) -> Known | None:
        changes = self.history.of(file.path)
        texts = [change for change in changes if change.text]
        newest = changes[-1] if changes else None
        unknown = [change for change in changes if not change.text and change is not newest]
        by = self._author(file.about, changes)
        body = self._body(leaf, file, file.about, file.body)
        for command in commands_left(body):
            self.intake.report.leave_out(COMMAND, f"{file.path}: {command[:80]}")
        at = self._begun(file.about, changes)
        draft = Draft(
            cls=Page,
            origin_id=f"handbook:{self.space.slug}:{file.path}",
            by=by,
            title=leaf.title,
            body=body,
            tags=_tags(file.about),
            at=at,
            editor=self._pseudonym(newest.author) if newest else by,
            edited_at=max(newest.at, at) if newest else at,
            summary=newest.summary if newest else "",
            origin={**_kept(file), **({"history": told(unknown)} if unknown else {})},
            values={"status": "outdated" if file.about.get("outdated") is True else "", **reviewed(file.about)},
        )
        first = draft.origin_id not in self.intake.entries
        if first and texts:
            return self._with_texts(leaf, file, draft, texts)
        known = self._take(draft, leaf)
        if first and known and PICTURE.search(body):
            self._files(file, body, known)
        return known

    def _take(self, draft: Draft, leaf: Leaf) -> Known | None:
        draft.space = self.space
        draft.parent = self.pages.get(leaf.above) if leaf.above else None
        draft.values["position"] = leaf.position
        return self.intake.take(draft)

    def _with_texts(self, leaf: Leaf, file: PageFile, newest: Draft, texts: list[Change]) -> Known | None:
        """Write every known text in turn; the newest one is what the file says."""
        known = None
        for change in texts:
            about, body = split(change.text or "")
            draft = Draft(**{**vars(newest), "body": self._body(leaf, file, about, body)})
            draft.editor, draft.edited_at = self._pseudonym(change.author), change.at
            draft.summary, draft.at = change.summary, min(newest.at or change.at, change.at)
            if known is None:
                known = self._take(draft, leaf)
            elif known.stamp != draft.stamp:
                known = self._revise(known, draft)
        if known is not None and known.stamp != newest.stamp:
            known = self._revise(known, newest)
        return known

    def _revise(self, known: Known, draft: Draft) -> Known:
        entry = self.intake.entry(known)
        editing.edit(
            entry,
            by=draft.editor or draft.by,
            based_on=entry.version,
            body=draft.body,
            summary=draft.summary,
            at=draft.edited_at,
            quiet=True,
        )
        entry.origin = {**draft.origin, "stamp": draft.stamp}
        self.intake.report.note("earlier texts became versions")
        found = Known(known.id, known.kind, draft.stamp, known.audience, None)
        self.intake.entries[draft.origin_id] = found
        return found

    def _body(self, leaf: Leaf, file: PageFile, about: dict[str, Any], body: str) -> str:
        site = self.handbook.sites[0] if self.handbook.sites else ""
        body = without_heading(cleaned(body, site).lstrip("\n"), leaf.title)
        if not body.strip():
            body = "\n\n".join(_summary(about)) + "\n"
        return self.linker.rewrite(body, file)

    def _author(self, about: dict[str, Any], changes: list[Change]) -> Author:
        named = about.get("authors") or about.get("author")
        for slug in named if isinstance(named, list) else [named]:
            if isinstance(slug, str) and slug.strip():
                return self.intake.author(
                    self._author_id(slug.strip()), slug.strip().replace("-", " ").title(), slug.strip()
                )
        if changes and changes[0].began:
            return self._pseudonym(changes[0].author)
        return self._everybody()

    def _pseudonym(self, author: str) -> Author:
        department_id = self.department.id if self.department else None
        return pseudonym(self.intake, author, department_id) if author else self._everybody()

    def _everybody(self) -> Author:
        """Stands for those who wrote what nobody is named for; closed, as there is nobody to find, ask or follow."""
        name = self.handbook.name or self.space.name
        department_id = self.department.id if self.department else None
        everybody = self.intake.author(
            f"handbook:{self.space.slug}:authors",
            f"Authors of {name}",
            f"{self.space.slug[:48]}.authors",
            department_id=department_id,
            disabled_at=clock.now(),
        )
        account = self.intake.session.get_one(Person, everybody.id)
        if account.disabled_at is None:
            # Made by an import of before, when such accounts were open.
            account.disabled_at = clock.now()
            account.touch(self.intake.session)
        return everybody

    def _begun(self, about: dict[str, Any], changes: list[Change]) -> datetime:
        """When it was written; a page older than the history is as old as the history, never new today."""
        named = moment(about.get("date") or about.get("date_approved"))
        if named and named <= clock.now():
            return named
        if changes:
            return changes[0].at
        return self.history.begins or clock.now()

    def _files(self, file: PageFile, body: str, known: Known) -> None:
        """Attach the pictures that are there, and draw the page anew with them."""
        blobs, entry = self.intake.blobs, None
        root = self.handbook.folder.resolve()
        for name in dict.fromkeys(PICTURE.findall(body)):
            found = _picture(root, file, name)
            if found is None or blobs is None:
                self.intake.report.note("pictures are not in the folder; their description stands in the text")
                continue
            entry = entry or self.intake.entry(known)
            plain = name.removeprefix("./")
            try:
                attach(self.intake.session, blobs, entry, self._everybody(), plain, found.read_bytes())
            except (Invalid, OSError) as error:
                self.intake.report.leave_out(f"the picture could not be kept: {error}", f"{file.path}: {name}")
            else:
                self.intake.report.taken["files"] += 1
        if entry is not None:
            redraw(entry)


def pseudonym(intake: Intake, author: str, department_id: int | None) -> Author:
    """The person behind a pseudonym such as `u-28b41ae7e4`, the same one in handbooks and posts."""
    return intake.author(f"author:{author}", f"Author {author.removeprefix('u-')}", author, department_id=department_id)


def _picture(root: Path, file: PageFile, name: str) -> Path | None:
    if "://" in name or name.startswith("data:"):
        return None
    beside = (root / file.path).parent
    tried = [root / name.lstrip("/"), *(folder / name.lstrip("/") for folder in root.iterdir() if folder.is_dir())]
    for path in [beside / name, *tried]:
        try:
            inside = path.resolve().is_relative_to(root)
            if inside and path.is_file():
                return path
        except (OSError, ValueError):
            return None
    return None


def _tags(about: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for key in TAG_KEYS:
        value = about.get(key)
        words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        found += [str(word).strip() for word in words if isinstance(word, str | int) and str(word).strip()]
    return found


def _summary(about: dict[str, Any]) -> list[str]:
    """What the front matter itself says of the page, for pages that have no other text."""
    said = [about.get(key) for key in ("deck", "summary", "description", "subtitle")]
    texts = list(dict.fromkeys(str(text).strip() for text in said if text and str(text).strip()))
    links = [about.get(key) for key in ("source_url", "domain", "registration_url")]
    return texts + [f"<{link}>" for link in links if isinstance(link, str) and link.startswith("http")]


def _kept(file: PageFile) -> dict[str, Any]:
    """Front matter as it is kept in the origin: plain values, none of them long."""
    kept: dict[str, Any] = {"path": file.path}
    for key, value in file.about.items():
        if key in TITLE_KEYS or value in (None, "", [], {}):
            continue
        if isinstance(value, datetime | date):
            value = value.isoformat()
        short = isinstance(value, str | int | float | bool) and len(str(value)) <= 500
        words = isinstance(value, list) and len(value) <= 50 and all(isinstance(each, str) for each in value)
        if short or words:
            kept[str(key)[:60]] = value
    return kept
