"""Lists of opportunities, with filters; one's own, and those that one offered to take part in."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from blueprints.kit.departments import choices_among, chosen_path
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.opportunities.drawing import OFFER_WORDS, views_of
from models.entries.streams import PAGE, Position
from models.opportunities.listing import Filters, listed, offered_by, skills_asked_for, units_offering, waiting_offers
from models.opportunities.matching import suggested
from models.opportunities.opportunity import SORTS
from models.policy.rules import may

# So many suggestions stand above the list.
SHOWN = 3


@allow("home.read")
def all_opportunities() -> str:
    asked = _asked()
    before, every = _before(), asked["state"] == "all"
    filters = Filters(
        asked["sort"],
        asked["place"],
        asked["remote"] == "1",
        int(asked["skill"] or 0),
        chosen_path(asked["department"]),
    )
    found = listed(db(), viewer(), filters, before, every=every)
    first = before is None and not any(asked.values())
    matches = suggested(db(), viewer())[:SHOWN] if first and not viewer().is_guest else []
    return _drawn(
        "open",
        views_of(found[:PAGE]),
        asked=asked,
        filtered=any(asked.values()),
        matches=matches_of(matches),
        skills=skills_asked_for(db(), viewer()),
        departments=choices_among(units_offering(db(), viewer(), every=every) | _chosen(asked)),
        newest=_address("/opportunities", asked) if before else None,
        older=_older("/opportunities", asked, found, "created_at"),
    )


@allow("home.read")
def mine() -> str:
    before = _before()
    found = listed(db(), viewer(), before=before, every=True, author_id=viewer().id)
    views, waits = views_of(found[:PAGE]), waiting_offers(db(), [row.id for row in found])
    for view in views:
        view.waiting = waits.get(view.id, 0)
    return _drawn(
        "mine",
        views,
        newest="/opportunities/mine" if before else None,
        older=_older("/opportunities/mine", {}, found, "created_at"),
    )


@allow("home.read")
def offered() -> str:
    before = _before()
    found = offered_by(db(), viewer(), before)
    views = views_of(found[:PAGE])
    for view in views:
        view.mine = OFFER_WORDS[view.row.my_state]()
    return _drawn(
        "offers",
        views,
        newest="/opportunities/offers" if before else None,
        older=_older("/opportunities/offers", {}, found, "offered_at"),
    )


def matches_of(found: list[Any]) -> list[Any]:
    """Suggestions as the template draws them, each with the skills that are shared."""
    views = views_of([each.row for each in found])
    for view, match in zip(views, found, strict=True):
        view.shared = match.shared
    return views


def _drawn(view: str, views: list[Any], **more: Any) -> str:
    values = {"asked": {}, "filtered": False, "matches": [], "skills": [], "departments": []}
    return render_template(
        "opportunities/list.html",
        view=view,
        rows=views,
        sorts=[(name, word()) for name, word in SORTS.items()],
        may_offer=may(viewer(), "opportunity.wish"),
        **{**values, **more},
    )


def _chosen(asked: dict[str, str]) -> set[int]:
    """The department that is chosen stays on offer, so that the filter can be seen and taken away."""
    return {int(asked["department"])} if asked["department"] else set()


def _asked() -> dict[str, str]:
    """The filters in the address; what none of them knows counts as nothing."""
    sort, skill = request.args.get("sort", ""), request.args.get("skill", 0, type=int)
    department = request.args.get("department", "")
    return {
        "sort": sort if sort in SORTS else "",
        "place": request.args.get("place", "").strip()[:100],
        "remote": "1" if request.args.get("remote") == "1" else "",
        "skill": str(skill) if skill else "",
        "department": department if chosen_path(department) else "",
        "state": "all" if request.args.get("state") == "all" else "",
    }


def _before() -> Position | None:
    text = request.args.get("before")
    return Position.parse(text) if text else None


def _address(base: str, asked: dict[str, str], **more: str) -> str:
    wanted = {name: value for name, value in {**asked, **more}.items() if value}
    return base + (f"?{urlencode(wanted)}" if wanted else "")


def _older(base: str, asked: dict[str, str], found: list[Any], order: str) -> str | None:
    if len(found) <= PAGE:
        return None
    last = found[PAGE - 1]
    return _address(base, asked, before=str(Position(getattr(last, order), last.id)))
