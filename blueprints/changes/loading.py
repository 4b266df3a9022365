"""Fetching a change request for a route, and where its page is read."""

from typing import Any

from blueprints.kit.request import db, viewer
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import visible_request


def change(values: dict[str, Any]) -> ChangeRequest:
    """The request whose number is in the address, when it exists for the viewer."""
    return visible_request(db(), viewer(), values.pop("change_id"))


def change_href(request: ChangeRequest) -> str:
    return f"/change-requests/{request.id}"


def page_href(request: ChangeRequest) -> str:
    """The page that the request is about; for a new one the wiki that it is for."""
    wiki = f"/s/{request.space.slug}/wiki/"
    return wiki + request.page.slug if request.page is not None and request.page.is_live else wiki
