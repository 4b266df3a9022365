"""The gate that every rendered byte passes: the only user of nh3. It knows tags and addresses, not Markdown."""

import nh3

from models.core.text import maths

_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
}  # fmt: skip
_BLOCK = {
    "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "img", "li", "ol", "p", "pre", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr",
    "ul",
}  # fmt: skip
_SHORT = _INLINE | {"p", "pre", "img"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "noscript", "template", "title", "svg", "math", "textarea"}
_SCHEMES = {"http", "https", "mailto", "tel"}

_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
}
_MARKERS = {"span": {"data-w"}, "code": {"data-w"}, "div": {"data-w"}, "li": {"id"}, "sup": {"id"}}
_OURS = {
    "*": {"id", "class"},
    "a": {"rel", "data-page"},
    "div": {"role", "tabindex", "aria-label", "data-part"},
    "nav": {"aria-label"},
    "span": {"role", "aria-label", "aria-hidden", "tabindex"},
    "img": {"loading"},
    "pre": {"tabindex"},
    "math": {"alttext", "display"},
    **dict.fromkeys(maths.TAGS - {"math"}, set(maths.ATTRIBUTES)),
}


def _joined(more: dict[str, set[str]]) -> dict[str, set[str]]:
    return {tag: _ATTRIBUTES.get(tag, set()) | more.get(tag, set()) for tag in _ATTRIBUTES | more}


def _cleaner(tags: set[str], more: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags, attributes=_joined(more), clean_content_tags=_DROPPED - tags, url_schemes=_SCHEMES, link_rel=None
    )


_FIRST, _FIRST_SHORT = _cleaner(_INLINE | _BLOCK, _MARKERS), _cleaner(_SHORT, _MARKERS)
# Formulas are ours alone: what a person writes as MathML has gone in the first pass.
_LAST = _cleaner(_INLINE | _BLOCK | {"nav"} | maths.TAGS, _OURS)


def canonical(html: str, *, short: bool = False) -> str:
    """Return safe, well-formed HTML in one spelling; of ids, classes and data only our own markers are left."""
    return (_FIRST_SHORT if short else _FIRST).clean(html)


def safe(html: str) -> str:
    """Return HTML that may be shown; the last step, always."""
    return _LAST.clean(html)
