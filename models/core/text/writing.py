"""How tags and addresses are written by the finisher."""

import re
from collections.abc import Mapping

from models.core.text.cleaning import slugify

EXTERNAL = re.compile(r"(?:https?:)?[/\\]{2}|https?:", re.IGNORECASE)
_LONG_ID = 80


def anchor_of(title: str) -> str:
    """Return the id of the first heading with this title; no furniture of a page has an id that starts with h-."""
    return "h-" + slugify(title)[:_LONG_ID].strip("-")


def tag(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + ">"


def link(href: str, attributes: Mapping[str, str]) -> str:
    title = f' title="{attributes["title"]}"' if "title" in attributes else ""
    rel = ' rel="noopener nofollow"' if EXTERNAL.match(href) else ""
    return f'<a href="{href}"{title}{rel}>'


def is_own(address: str) -> bool:
    return address.startswith("/files/") and ".." not in address
