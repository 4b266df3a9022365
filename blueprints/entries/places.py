"""Where an entry is read and what it is called, for pages that stand apart from it."""

from markupsafe import Markup

from models.core.language import gettext as _
from models.core.text import excerpt_of
from models.entries.entry import Entry
from models.entries.kinds import kind_of

_PLACES = {"page": "wiki/", "file": "files"}


def name_of(entry: Entry) -> str:
    """The title, or the first words of what has none."""
    return entry.title or excerpt_of(entry.excerpt, 60) or kind_of(entry).word()


def crumbs_to(entry: Entry) -> list[tuple[str, str]]:
    """The way to an entry for the kit's breadcrumbs."""
    above = [(_("Spaces"), "/spaces"), (entry.space.name, f"/s/{entry.space.slug}")] if entry.space else []
    return [*above, (name_of(entry), f"/e/{entry.id}")]


def place_after(entry: Entry) -> str:
    """Where to go on once the entry is gone."""
    if entry.root_id:
        return f"/e/{entry.root_id}"
    if entry.kind == "post":
        return "/posts"
    if entry.kind == "opportunity":
        return "/opportunities"
    if entry.space is None:
        return "/"
    return f"/s/{entry.space.slug}/{_PLACES.get(entry.kind, 'forum')}"


def rendered(html: str) -> Markup:
    """HTML that our renderer made."""
    return Markup(html)  # noqa: S704 - cleaned by the renderer, the only maker of such HTML
