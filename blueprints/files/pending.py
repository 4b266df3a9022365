"""Uploads that wait for a decision as their name is taken: the bytes are kept a day, what they are is in a token."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from blueprints.kit.request import viewer
from blueprints.kit.sent import Sent
from blueprints.kit.services import services
from models.entries.entry import Entry
from models.files.file import Folder
from models.files.receiving import Received
from models.spaces.space import Space

# Shorter than the day after which the bytes are swept up.
SECONDS = 12 * 3600


@dataclass(frozen=True)
class Pending:
    """What waits, and the form fields that name where it belongs."""

    received: Received
    place: Sent


def keep(here: Space, each: Received, page: Entry | None, folder: Folder | None) -> str:
    """Keep the bytes and return the token by which the person who sent them decides."""
    if each.draft is not None:
        services().blobs.keep(each.draft)
    what = [each.name, each.digest, each.size, each.media_type, each.claimed]
    where = [here.id, page.id if page else 0, folder.id if folder else 0]
    return str(_serializer().dumps([viewer().id, what, where]))


def find(here: Space, token: str, person_id: int) -> Pending | None:
    """What a token of this person and space stands for, while its bytes are kept."""
    try:
        whose, what, where = _serializer().loads(token, max_age=SECONDS)
    except (BadData, ValueError):
        return None
    received = Received(*what)
    if whose != person_id or where[0] != here.id or not services().blobs.path(received.digest).exists():
        return None
    named: list[Any] = [(name, str(id_)) for name, id_ in zip(("page", "folder"), where[1:], strict=True) if id_]
    return Pending(received, Sent(named))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="pending-file")
