"""A person's page: who they are, where they work, what they wrote that the viewer may read."""

from typing import Any

from flask import get_template_attribute, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.entries.following import follow, follows, unfollow
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.entries.streams import PAGE, Position, by_author
from models.people.organisation import way_to
from models.people.person import Person
from models.people.profile import profile_row
from models.policy.viewer import NOBODY
from models.spaces.membership import spaces_among

KINDS = ("page", "question", "answer", "discussion", "post")


def person(values: dict[str, Any]) -> Any:
    """Fetches the row of the person in the address, when they exist for the viewer."""
    found = profile_row(db(), values.pop("username").lower())
    # Asked of nobody as well, so that a made-up name takes the time that a guest of elsewhere takes.
    if not exists_for(db(), viewer(), found or NOBODY):
        raise NotFound
    return found


@allow("person.read", on=person)
def show(row: Any) -> str:
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = request.args.get("before")
    found = by_author(db(), viewer(), row.id, kind, Position.parse(before))
    older = Position(found[-1].created_at, found[-1].id) if len(found) == PAGE else None
    base = f"/people/{row.username}" + (f"?kind={kind}" if kind else "")
    return render_template(
        "people/page.html",
        person=row,
        first_name=row.name.split()[0] if row.name.split() else row.name,
        me=row.id == viewer().id,
        way=way_to(db(), row.path),
        rows=entry_rows(found, when="created_at"),
        kinds=_tabs(row.username, kind),
        kind=kind,
        paged=bool(before),
        first_href=base,
        older_href=f"{base}{'&' if kind else '?'}before={older}" if older else None,
        common=spaces_among(db(), row.id, viewer().roles),
        following=follows(db(), viewer(), _followable(row)) if row.id != viewer().id else False,
    )


@allow("person.follow", on=person)
def set_follow(row: Any) -> Response:
    on = request.form.get("on") == "1"
    (follow if on else unfollow)(db(), viewer(), _followable(row))
    address = f"/people/{row.username}"
    if wants_fragment():
        button = get_template_attribute("kit/parts.html", "toggle_button")
        return fragment(button(f"{address}/follow", on, _("Following"), _("Follow")))
    return back(address)


def _followable(row: Any) -> Person:
    # Following asks a person for the id alone; loading the entity would cost the page a statement.
    return Person(id=row.id)


def _tabs(username: str, kind: str) -> list[tuple[str, str, bool, None]]:
    words = {
        "": _("Everything"),
        "page": _("Pages"),
        "question": _("Questions"),
        "answer": _("Answers"),
        "discussion": _("Discussions"),
        "post": _("Posts"),
    }
    base = f"/people/{username}"
    return [(word, f"{base}?kind={key}" if key else base, key == kind, None) for key, word in words.items()]
