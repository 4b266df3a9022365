"""Short posts in lists, drawn whole with what they hold, and the address that counts new ones."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import current_app

from blueprints.kit.addresses import entry_href
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows, title_of
from models.core.language import pgettext
from models.entries.kinds import kind_named
from models.entries.streams import Position
from models.files.naming import address_of
from models.microblog.showing import Extras, Held, drawn, extras

# Larger pictures are shown by their smaller copy.
SMALL_ENOUGH = 500_000


def mixed_rows(found: list[Any], *, when: str = "created_at") -> list[SimpleNamespace]:
    """Rows for `entry_row` and, where the kind is post, for `post_row`: with text, what it holds, and whether the
    viewer thanked."""
    made = entry_rows(found, when=when)
    texts = drawn(db(), viewer(), [row.id for row in made if row.kind == "post"])
    more = post_extras([row.id for row in texts.values() if row.more])
    for row in made:
        if row.id in texts:
            text = texts[row.id]
            row.html, row.reacted, row.version = text.html, bool(text.mine), text.version
            row.extras = more.get(row.id)
    return made


def post_extras(posts: list[int]) -> dict[int, SimpleNamespace]:
    """By post, what `kit/post_parts.html` draws of it: held files, a poll, what it shares."""
    return {post_id: _drawable(each) for post_id, each in extras(db(), viewer(), posts, seal()).items()}


def _drawable(found: Extras) -> SimpleNamespace:
    return SimpleNamespace(
        held=[_held(each) for each in found.held],
        poll=found.poll,
        shares=found.shares,
        shared=_shared(found.shared) if found.shared is not None else None,
    )


def _held(file: Held) -> SimpleNamespace:
    address = address_of(file.id, file.name)
    return SimpleNamespace(
        id=file.id,
        name=file.name,
        alt=file.alt,
        picture=file.picture,
        size=file.size,
        href=address,
        src=address if file.size <= SMALL_ENOUGH else f"/files/{file.id}/-/large",
    )


def _shared(row: Any) -> SimpleNamespace:
    thing = SimpleNamespace(
        id=row.id,
        kind=row.kind,
        title=row.text,
        excerpt=row.excerpt,
        slug=row.slug,
        space_slug=row.space_slug,
        root_id=row.root_id,
        root_title=row.root_title,
    )
    title = title_of(thing)
    return SimpleNamespace(
        kind=row.kind,
        kind_label=kind_named(row.kind).word(),
        title=title or pgettext("kind", "Post"),
        href=entry_href(thing),
        excerpt=row.excerpt if row.text else "",
        author_name=row.author_name,
        author_username=row.author_username,
        author_is_guest=bool(row.first),
        space_name=row.space_name,
        space_slug=row.space_slug,
    )


def seal() -> bytes:
    """The server's key, by which secret votes are told apart."""
    return str(current_app.secret_key).encode()


def fresh_address(view: str, found: Iterable[Any], **more: str) -> str:
    """Where live.js asks what came since the newest of these rows; `more` says what else the view is about."""
    newest = max((Position(row.created_at, row.id) for row in found), default=None)
    since = str(newest).partition("-")[0] if newest else 0
    return f"/fresh?{urlencode({'view': view, 'since': since, **more})}"
