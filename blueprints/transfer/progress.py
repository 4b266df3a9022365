"""Shows how far an import is: a bar on a terminal, nothing but the report elsewhere."""

import sys
from types import TracebackType
from typing import Any

import click


class Progress:
    """`expected` says how much there is to do, `step` that some of it is done."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._bar: Any = None
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        if not self._terminal:
            click.echo(f"{self.title} ...", err=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._finish()

    def expected(self, number: int) -> None:
        self._finish()
        if self._terminal:
            self._bar = click.progressbar(length=max(1, number), label=f"{self.title:24.24}", file=sys.stderr)
            self._bar.__enter__()

    def step(self, number: int) -> None:
        if self._bar is not None:
            self._bar.update(number)

    def _finish(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
