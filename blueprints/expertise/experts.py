"""People, or departments, who can answer a question, each with why."""

from types import SimpleNamespace

from flask import render_template, request
from werkzeug.wrappers import Response

from blueprints.expertise.words import SHOWN, evidence, half_life, why
from blueprints.kit.faces import photos_of
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.expertise.finding import Expert, find_departments, find_experts, find_with_oneself
from models.expertise.showing import rows_of

LONGEST = 2_000
FEW = 3


@allow("search.use")
def show_experts() -> str:
    """Nothing of what was asked is kept."""
    text = _asked()
    by_unit = request.args.get("by") == "departments"
    people, own = _people_and_oneself(text) if not by_unit else ([], [])
    units = find_departments(db(), services().engine, viewer(), text) if by_unit else []
    total = sum(unit.score for unit in units) or 1
    return render_template(
        "expertise/experts.html",
        text=text,
        by_unit=by_unit,
        people=people,
        own=own,
        units=[
            SimpleNamespace(
                id=unit.department.id,
                name=unit.department.name,
                share=round(100 * unit.score / total),
                people=unit.people,
            )
            for unit in units
        ],
        half_life=half_life(),
    )


@allow("search.use")
def show_few() -> Response:
    """The best few as a part of a page, for the script of the page of results."""
    text = _asked()
    return fragment(render_template("expertise/_few.html", text=text, people=_people(text, FEW)))


def _asked() -> str:
    return request.args.get("q", "").replace("\0", "")[:LONGEST].strip()


def _people_and_oneself(text: str) -> tuple[list[SimpleNamespace], list[SimpleNamespace]]:
    """Who is named, and what the viewer would be named for to others."""
    found, own = find_with_oneself(db(), services().engine, viewer(), text)
    return _drawn(found), evidence(own[:SHOWN], rows_of(db(), viewer(), own[:SHOWN])) if own else []


def _people(text: str, most: int) -> list[SimpleNamespace]:
    return _drawn(find_experts(db(), services().engine, viewer(), text, most))


def _drawn(found: list[Expert]) -> list[SimpleNamespace]:
    shown = rows_of(db(), viewer(), [piece for each in found for piece in each.pieces[:SHOWN]])
    photos = photos_of(each.person.id for each in found)
    return [
        SimpleNamespace(
            username=each.person.username,
            name=each.person.name,
            tone=each.person.id,
            photo=photos[each.person.id],
            line=", ".join(filter(None, [each.person.job_title, each.person.department_name, each.person.place])),
            why=why(each),
            ask=_("Why %(name)s?", name=each.person.name),
            evidence=evidence(each.pieces[:SHOWN], shown),
            matters=len(each.pieces),
            fit=round(100 * each.fit),
            share=round(100 * each.unit_share) if each.person.department_id else None,
            unit=each.person.department_name,
        )
        for each in found
    ]
