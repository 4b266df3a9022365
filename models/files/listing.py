"""The files of a folder, of the pages, or of a whole space: sorted, filtered, fifty at a time."""

from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.core.base import BigId, Moment
from models.core.db import among, one, rows
from models.entries.entry import LIVE, Entry
from models.files.file import File, FileVersion
from models.people.person import Person
from models.policy.viewer import Viewer

PAGE = 50
SORTS = ("name", "date", "size")
IN_FOLDER, OF_PAGES, EVERYWHERE = 0, 1, 2

_file, _entry = File.__table__, Entry.__table__
_page, _lock = aliased(_entry, name="page"), aliased(Person.__table__, name="lock")
_scope = bindparam("scope", type_=Integer)
_name = func.lower(_entry.c.title)
COLUMNS: tuple[Any, ...] = (
    _entry.c.id,
    _entry.c.title,
    _entry.c.edited_at,
    _entry.c.audience,
    _entry.c.author_id,
    _entry.c.space_id,
    _file.c.folder_id,
    _file.c.number,
    _file.c.locked_at,
    _file.c.locked_by_id,
    _lock.c.name.label("locked_by_name"),
    FileVersion.size,
    FileVersion.media_type,
    FileVersion.state,
    FileVersion.width,
    Person.name.label("editor_name"),
    Person.username.label("editor_username"),
    Person.is_guest.label("editor_is_guest"),
    _page.c.title.label("page_title"),
    _page.c.id.label("page_id"),
)
_LISTED = (
    select(*COLUMNS)
    .select_from(_entry)
    .join(_file, _file.c.id == _entry.c.id)
    .join(FileVersion, (FileVersion.file_id == _entry.c.id) & (FileVersion.number == _file.c.number))
    .join(Person, Person.id == _entry.c.editor_id)
    .outerjoin(_page, _page.c.id == _entry.c.root_id)
    .outerjoin(_lock, _lock.c.id == _file.c.locked_by_id)
    .where(
        _entry.c.space_id == bindparam("space_id"),
        # Word for word as in the index.
        _entry.c.kind == literal_column("'file'"),
        LIVE,
        among(_entry.c.audience, "keys"),
        or_(_entry.c.root_id.is_(None), among(_page.c.audience, "page_keys")),
        or_(
            _scope == EVERYWHERE,
            (_scope == OF_PAGES) & _entry.c.root_id.is_not(None),
            (_scope == IN_FOLDER)
            & _entry.c.root_id.is_(None)
            & (func.coalesce(_file.c.folder_id, 0) == bindparam("folder_id", type_=Integer)),
        ),
        or_(bindparam("text") == literal(""), _name.like(bindparam("text"), escape="~")),
    )
    .limit(literal_column(str(PAGE + 1)))
)


def _sorted(sort: str) -> tuple[Select[Any], Select[Any]]:
    """The statement of the first page, and that of a page after some row."""
    after_id = bindparam("after_id", type_=BigId)
    if sort == "name":
        key, below = _name, tuple_(_name, _entry.c.id) > tuple_(bindparam("after_name"), after_id)
        return _LISTED.order_by(key, _entry.c.id), _LISTED.where(below).order_by(key, _entry.c.id)
    if sort == "date":
        below = tuple_(_entry.c.edited_at, _entry.c.id) < tuple_(bindparam("after_date", type_=Moment), after_id)
        order = (_entry.c.edited_at.desc(), _entry.c.id.desc())
    else:
        below = tuple_(FileVersion.size, _entry.c.id) < tuple_(bindparam("after_size", type_=BigId), after_id)
        order = (FileVersion.size.desc(), _entry.c.id.desc())
    return _LISTED.order_by(*order), _LISTED.where(below).order_by(*order)


LISTS = {sort: _sorted(sort) for sort in SORTS}
KEY_OF = (
    select(_name.label("name"), _entry.c.edited_at.label("date"), FileVersion.size.label("size"))
    .select_from(_entry)
    .join(_file, _file.c.id == _entry.c.id)
    .join(FileVersion, (FileVersion.file_id == _entry.c.id) & (FileVersion.number == _file.c.number))
    .where(_entry.c.id == bindparam("after_id", type_=BigId), among(_entry.c.audience, "keys"))
)


def files_in(
    session: Session,
    viewer: Viewer,
    space_id: int,
    *,
    scope: int = IN_FOLDER,
    folder_id: int | None = None,
    text: str = "",
    sort: str = "name",
    after: int = 0,
) -> tuple[list[Any], int]:
    """Up to fifty rows (COLUMNS) that the viewer may read, and the id to go on after, 0 at the end."""
    key = one(session, KEY_OF, after_id=after, keys=viewer.keys_json) if after else None
    first, following = LISTS[sort]
    values: dict[str, Any] = {
        "space_id": space_id,
        "scope": scope,
        "folder_id": folder_id or 0,
        "text": f"%{_plain(text.lower())}%" if text else "",
        "keys": viewer.keys_json,
        "page_keys": viewer.keys_json,
    }
    if key is None:
        found = rows(session, first, **values)
    else:
        found = rows(session, following, **values, after_id=after, **{f"after_{sort}": getattr(key, sort)})
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def _plain(text: str) -> str:
    return text.replace("~", "~~").replace("%", "~%").replace("_", "~_")


OF_PAGE = (
    select(*COLUMNS)
    .select_from(_entry)
    .join(_file, _file.c.id == _entry.c.id)
    .join(FileVersion, (FileVersion.file_id == _entry.c.id) & (FileVersion.number == _file.c.number))
    .join(Person, Person.id == _entry.c.editor_id)
    .outerjoin(_page, _page.c.id == _entry.c.root_id)
    .outerjoin(_lock, _lock.c.id == _file.c.locked_by_id)
    .where(
        _entry.c.root_id == bindparam("page_id", type_=BigId),
        _entry.c.kind == literal_column("'file'"),
        LIVE,
        among(_entry.c.audience, "keys"),
    )
    .order_by(_name, _entry.c.id)
    .limit(literal_column("200"))
)


def files_of_page(session: Session, viewer: Viewer, page_id: int) -> list[Any]:
    """Rows (COLUMNS) of the files of a page that the viewer was found to read."""
    return rows(session, OF_PAGE, page_id=page_id, keys=viewer.keys_json)
