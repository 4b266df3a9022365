"""Where a topic can be put: a space, or a category of one, with who reads it there and what can be done there."""

from dataclasses import dataclass
from typing import Any

from blueprints.kit.guards import check
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.forums.unnamed import revealers_of
from models.policy.finding import spaces_to_write_in, visible_space
from models.policy.rules import may
from models.spaces.category import POSTING_ROLE, categories_of, visible_category
from models.spaces.space import Space

# Between the address of a space and that of its category.
PART = "/"


@dataclass(frozen=True)
class Place:
    """One choice: its value in the form, its label, who reads it as a sentence, where pictures go ("" for nowhere),
    who may reveal a name that is not shown ("" where names are always shown), and the audience of what is put there."""

    value: str
    label: str
    readers: str
    upload: str = ""
    revealer: str = ""
    audience: str = "everyone"

    @property
    def choice(self) -> tuple[str, str, dict[str, str]]:
        """For a select: what the browser's script needs stands on the option."""
        told = {"data-readers": self.readers, "data-upload": self.upload, "data-revealer": self.revealer}
        return self.value, self.label, told


def places() -> list[Place]:
    """Where the viewer may ask and discuss, each space followed by its categories."""
    found = [Place("", _("No space – all staff can read it"), _("Everyone can read this"))] if _anywhere() else []
    spaces = spaces_to_write_in(db(), viewer())
    ids = [row.id for row in spaces]
    parts, revealers = categories_of(db(), viewer(), spaces), revealers_of(db(), ids)
    for space in spaces:
        revealer = revealers[space.id].name if space.id in revealers else ""
        upload = f"/s/{space.slug}/files" if viewer().has_role(space.id, "contributor") else ""
        readers = _("all staff can read it") if space.openness == "open" else _("only members can read it")
        said = _("Everyone can read this") if space.openness == "open" else _members(space)
        found.append(Place(space.slug, f"{space.name} – {readers}", said, upload, revealer, _whole(space)))
        found += [_part(space, row, readers, said, upload, revealer) for row in _open_to_me(space, parts)]
    return found


def _anywhere() -> bool:
    return may(viewer(), "topic.create", None)


def _whole(space: Any) -> str:
    """The audience of what stands in the space and in no category."""
    return "everyone" if space.openness == "open" else f"space:{space.id}"


def _members(space: Any) -> str:
    return _("Members of %(space)s can read this", space=space.name)


def _open_to_me(space: Any, parts: dict[int, list[Any]]) -> list[Any]:
    mine = []
    for row in parts.get(space.id, []):
        least = POSTING_ROLE.get(row.posters)
        if row.archived_at is None and (least is None or viewer().has_role(space.id, least)):
            mine.append(row)
    return mine


def _part(space: Any, row: Any, readers: str, said: str, upload: str, revealer: str) -> Place:
    if row.readers == "curators":
        readers, said = _("only curators can read it"), _("Curators of %(space)s can read this", space=space.name)
    elif row.readers == "members":
        readers, said = _("only members can read it"), _members(space)
    label = f"{space.name} › {row.name} – {readers}"
    upload = f"{upload}?category={row.slug}" if upload else ""
    narrowed = {"curators": f"curators:{space.id}", "members": f"space:{space.id}"}
    audience = narrowed.get(row.readers, _whole(space))
    return Place(f"{space.slug}{PART}{row.slug}", label, said, upload, revealer, audience)


def chosen(value: str) -> tuple[Space | None, Any]:
    """The space and the category of a choice. Raises Forbidden where the viewer may not write."""
    slug, _part_of, part = value.partition(PART)
    space: Any = visible_space(db(), viewer(), slug) if slug else None
    category = visible_category(db(), viewer(), space, part) if space is not None and part else None
    check("topic.create", Standing(space, category) if space is not None else None)
    return space, category


class Standing:
    """A topic that is not there yet, as the rules look at it."""

    author_id = None

    def __init__(self, space: Any, category: Any) -> None:
        self.space, self.category = space, category
        self.space_id, self.category_id = space.id, category.id if category else None
