"""What templates do a thousand times a page, in fewer steps than Jinja takes: escape a value, call a function or macro.

The outcome is the same, for templates that always escape and are not asynchronous, as all of ours. A topic of twenty
posts costs a fifth less. Which language a template speaks is `spoken`'s matter.
"""

from functools import lru_cache
from types import BuiltinFunctionType, FunctionType
from typing import Any

from jinja2 import Template
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as escaped

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # a machine without the compiled half
    from markupsafe._native import _escape_inner

IMPORTS = "from jinja2.runtime import "
# Functions that cannot want the context: methods of texts and lists, and what remembers its answers.
BUILT_IN = {BuiltinFunctionType, type(lru_cache(len))}


def escape(value: Any) -> str:
    """The value as HTML. Templates join it to what stands around, so a plain text is as good as a Markup."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        # What `escape` of MarkupSafe calls; making a Markup of it, which nobody looks at, takes three times as long.
        return _escape_inner(value)
    if kind is int:
        return str(value)
    return escaped(value)


def _marked(text: str) -> Markup:
    # What Markup(text) does after looking for __html__, which a plain text has not.
    return str.__new__(Markup, text)


class BriskMacro(Macro):
    """A macro that takes its arguments without Jinja's detours when they are what it names."""

    def brisk(self, args: tuple[Any, ...], values: dict[str, Any]) -> Any:
        if self.caller or self.catch_kwargs or self.catch_varargs or len(args) > self._argument_count:
            return self(*args, **values)
        if len(args) < self._argument_count:
            args += tuple([values.pop(name, missing) for name in self.arguments[len(args) :]])
        return self(*args, **values) if values else _marked(self._func(*args))


class BriskContext(Context):
    """Calls plain functions and macros at once; those that want the context go Jinja's way."""

    def call(self, thing: Any, /, *args: Any, **values: Any) -> Any:
        kind = type(thing)
        plain = kind in BUILT_IN or (kind is FunctionType and not hasattr(thing, "jinja_pass_arg"))
        if kind is BriskMacro or plain:
            values.pop("_loop_vars", None)
            values.pop("_block_vars", None)
            return thing(*args, **values) if plain else thing.brisk(args, values)
        return super().call(thing, *args, **values)


class BriskTemplate(Template):
    """Is imported without asking what the importer knows besides: all templates know the same."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class BriskCode(CodeGenerator):
    """Writes templates that use what stands here."""

    def writeline(self, x: str, node: Any = None, extra: int = 0) -> None:
        super().writeline(x, node, extra)
        if x.startswith(IMPORTS):
            super().writeline(f"from {__name__} import escape, BriskMacro as Macro")
