"""Lists of change requests: of a space, and of a page."""

from typing import Any

from flask import render_template, request

from blueprints.kit.guards import allow, entry
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.requests.approval import own_rule
from models.wiki.requests.lists import requests_of_page, requests_of_space


@allow("space.read", on=the_space)
def of_space(space: Space) -> str:
    closed = request.args.get("view") == "closed"
    found = requests_of_space(db(), viewer(), space.id, open=not closed)
    return _list(space, None, found, closed, f"/s/{space.slug}/change-requests")


@allow("entry.read", on=entry(Page))
def of_page(page: Page) -> str:
    closed = request.args.get("view") == "closed"
    found = requests_of_page(db(), viewer(), page.id, open=not closed)
    return _list(page.space, page, found, closed, f"/pages/{page.id}/change-requests")


def _list(space: Any, page: Page | None, found: list[Any], closed: bool, base: str) -> str:
    curates = may(viewer(), "page.require-approval", page or space)
    return render_template(
        "changes/list.html",
        space=space,
        page=page,
        found=found,
        closed=closed,
        base=base,
        curates=curates,
        rule=own_rule(db(), space, page)[0],
        approval_href=f"/pages/{page.id}/approval" if page else f"/s/{space.slug}/approval",
    )
