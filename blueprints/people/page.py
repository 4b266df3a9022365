"""A person's page: who they are, where they work, what they wrote that the viewer may read."""

from typing import Any

from flask import get_template_attribute, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.following import follow, follows, unfollow
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.entries.streams import PAGE, Position, by_author
from models.people.completeness import completeness
from models.people.department import path_ids
from models.people.person import Person
from models.people.profile import profile_row
from models.people.showing import VIEWPOINTS, shown_profile, viewpoint
from models.people.skill import level_words
from models.policy.viewer import EVERYONE, NOBODY
from models.spaces.membership import spaces_among

KINDS = ("page", "question", "answer", "discussion", "post", "opportunity")


def person(values: dict[str, Any]) -> Any:
    """Fetches the row of the person in the address, when they exist for the viewer."""
    found = profile_row(db(), values.pop("username").lower())
    # Asked of nobody as well, so that a made-up name takes the time that a guest of elsewhere takes.
    if not exists_for(db(), viewer(), found or NOBODY):
        raise NotFound
    return found


@allow("person.read", on=person)
def show(row: Any) -> str:
    me = row.id == viewer().id
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    before = request.args.get("before")
    found = by_author(db(), viewer(), row.id, kind, Position.parse(before))
    older = Position(found[-1].created_at, found[-1].id) if len(found) == PAGE else None
    base = f"/people/{row.username}" + (f"?kind={kind}" if kind else "")
    shown = shown_profile(db(), row, viewer())
    return render_template(
        "people/page.html",
        **_about(row, shown),
        me=me,
        complete=completeness(shown, row.quiet_until) if me else None,
        rows=entry_rows(found, when="created_at"),
        kinds=_tabs(row.username, kind),
        kind=kind,
        paged=bool(before),
        first_href=base,
        older_href=f"{base}{'&' if kind else '?'}before={older}" if older else None,
        topics=_topics(row),
        common=spaces_among(db(), row.id, viewer().roles),
        following=follows(db(), viewer(), _followable(row)) if not me else False,
    )


def _about(row: Any, shown: Any) -> dict[str, Any]:
    """What every view of a person shows of them."""
    return {
        "person": row,
        "shown": shown,
        "first_name": row.name.split()[0] if row.name.split() else row.name,
        "levels": level_words(),
        "endorsed": {number: _endorsed(number) for number in {skill.number for skill in shown.skills}},
    }


def _endorsed(number: int) -> str:
    return ngettext("%(num)s endorsement", "%(num)s endorsements", number)


def myself_row(values: dict[str, Any]) -> Any:
    """Fetches the row of the person who is signed in."""
    return person({"username": viewer().username})


@allow("person.edit", on=myself_row)
def show_as(row: Any) -> str:
    """One's own page as somebody else sees it; what one wrote is for each entry's own readers."""
    offered = _viewpoints(row)
    looking = request.args.get("as", "")
    looking = looking if looking in offered else next(iter(offered))
    return render_template(
        "people/seen_as.html",
        **_about(row, shown_profile(db(), row, viewpoint(looking, row.path))),
        viewpoints=[(words, f"/people/me/view?as={name}", name == looking, None) for name, words in offered.items()],
        for_guest=looking == "guest",
        topics=_topics(row) if looking != "guest" else [],
    )


def _viewpoints(row: Any) -> dict[str, str]:
    """From where a person can look at themselves: only what makes a difference for them."""
    words = {
        "unit": _("A colleague of your unit"),
        "department": _("Somebody else of your department"),
        "other": _("Another department"),
        "guest": _("A guest"),
    }
    if row.is_guest:
        words = {"other": _("Staff"), "guest": _("Another guest")}
    elif len(path_ids(row.path)) < 2:
        words.pop("department")
        words["unit"] = _("A colleague of your department")
    return {name: words[name] for name in VIEWPOINTS if name in words}


@allow("person.follow", on=person)
def set_follow(row: Any) -> Response:
    on = request.form.get("on") == "1"
    (follow if on else unfollow)(db(), viewer(), _followable(row))
    address = f"/people/{row.username}"
    if wants_fragment():
        button = get_template_attribute("kit/parts.html", "toggle_button")
        return fragment(button(f"{address}/follow", on, _("Following"), _("Follow")))
    return back(address)


def _topics(row: Any) -> list[str]:
    """Topics that the person accepted: for colleagues, of somebody who is here."""
    if EVERYONE not in viewer().keys or row.disabled_at or row.is_guest:
        return []
    return sorted((row.topics or "").split())


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
        "opportunity": _("Opportunities"),
    }
    base = f"/people/{username}"
    return [(word, f"{base}?kind={key}" if key else base, key == kind, None) for key, word in words.items()]
