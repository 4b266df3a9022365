"""What a browser sent, made fit to be relied on: text that a database can hold, and numbers that can be ids."""

from collections.abc import Callable, Iterable
from typing import IO, Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter

from models.core.text import clean
from models.entries.reading import NotFound

# The largest number of both databases' integer columns; nothing ever has it.
LARGEST = 2**31 - 1


def number(text: str) -> int:
    """A number from an address or a form, LARGEST for all that is larger. Raises ValueError for no plain digits."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text[:20])
    return min(int(text[:1000]), LARGEST)


def choice(value: Any) -> int:
    """The number of what was chosen in a list, within what both databases can look for. Raises ValueError for words."""
    return max(-1, min(int(str(value)[:1000]), LARGEST))


class Sent(ImmutableMultiDict[str, str]):
    """The fields of a form or a query: texts as they can be stored; `get(..., type=int)` knows `number` alone."""

    def __init__(self, mapping: Iterable[tuple[str, str]] | None = None) -> None:
        # Files that come with a form are kept in the same way.
        super().__init__(
            [(clean(name), clean(sent) if isinstance(sent, str) else sent) for name, sent in mapping or ()]
        )

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # one for four
        return super().get(key, default, number if type is int else type)


class SentRequest(Request):
    """A request whose fields are `Sent`; `file_stream` makes the place for each file that comes with the form."""

    parameter_storage_class = Sent
    file_stream: Callable[[], IO[bytes]] | None = None

    def _get_file_stream(self, *args: Any, **kw: Any) -> IO[bytes]:
        return self.file_stream() if self.file_stream else super()._get_file_stream(*args, **kw)


class NumberConverter(IntegerConverter):
    """`<int:...>` in an address."""

    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        return number(value)


def install(app: Flask) -> None:
    """Before any route is made."""
    app.request_class = SentRequest
    app.url_map.converters["int"] = NumberConverter
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    # No address of ours holds one, and PostgreSQL refuses to look for it.
    if "\0" in request.path:
        raise NotFound
