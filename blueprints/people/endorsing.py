"""A skill of somebody else: what it is, who endorses it, and endorsing it oneself."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.page import person
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.endorsing import PAGE, endorse, endorsers, skill_held, withdraw
from models.people.section import choice_of, shown_to
from models.people.skill import level_words


def their_skill(values: dict[str, Any]) -> Any:
    """Fetches a skill of the person in the address, when the viewer may see that they have it."""
    row, skill_id = person(values), values.pop("skill_id")
    if not shown_to(choice_of(row.audiences, "skills"), row.id, row.path, viewer()):
        raise NotFound
    found = skill_held(db(), row.id, skill_id, viewer().id)
    if found is None:
        raise NotFound
    return SimpleNamespace(person=row, person_id=row.id, row=found)


@allow("person.read", on=their_skill)
def show(skill: Any) -> str:
    after = (request.args.get("after", "")[:200], request.args.get("id", 0, type=int))
    # Guests do not know who else works here.
    found = [] if viewer().is_guest else endorsers(db(), skill.person_id, skill.row.id, after, PAGE + 1)
    base = f"/people/{skill.person.username}/skills/{skill.row.id}"
    last = found[PAGE - 1] if len(found) > PAGE else None
    return render_template(
        "people/skill.html",
        person=skill.person,
        skill=skill.row,
        me=skill.person_id == viewer().id,
        levels=level_words(),
        people=found[:PAGE],
        first_href=base if after != ("", 0) else None,
        next_href=f"{base}?{urlencode({'after': last.name, 'id': last.id})}" if last else None,
    )


@allow("skill.endorse", on=their_skill)
def set_endorsement(skill: Any) -> Response:
    """Endorse it or take that back."""
    if request.form.get("on") == "1":
        endorse(db(), viewer(), skill.person_id, skill.row.id)
        flash(_("You endorse “%(skill)s”. You can withdraw this at any time.", skill=skill.row.name), "success")
    else:
        withdraw(db(), skill.person_id, skill.row.id, viewer().id)
        flash(_("Your endorsement is withdrawn."), "success")
    return redirect(f"/people/{skill.person.username}/skills/{skill.row.id}", 303)
