"""What the renderer adds of its own: titles of callouts, boxes of tasks, the contents list, the place of a part.

The words are in the language of the text, because the HTML is made once for all readers. No Markdown here.
"""

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from models.core.language import catalog
from models.core.text.shapes import Heading, WikiLink

_CALLOUT = re.compile(r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br>\s*)?", re.IGNORECASE)
_TASK = re.compile(r"<li>(\s*<p>)?([☐☑]) ")


def callouts_opened(html: str, language: str) -> str:
    """Quotes that begin with [!NOTE] and its like, marked for the finisher with their class and title."""
    titles = _titles(language)

    def opened(found: re.Match[str]) -> str:
        kind = found[1].lower()
        title = escape(titles[kind])
        return f'<blockquote class="callout callout-{kind}" title="{title}"><p>'

    return _CALLOUT.sub(opened, html)


def _titles(language: str) -> dict[str, str]:
    gettext = catalog(language).gettext
    return {
        "note": gettext("Note"),
        "tip": gettext("Tip"),
        "important": gettext("Important"),
        "warning": gettext("Warning"),
        "caution": gettext("Caution"),
    }


def tasks_boxed(html: str, language: str) -> str:
    """List items that begin with a box, without a bullet before it; the box says aloud what it shows."""
    gettext = catalog(language).gettext
    said = {"☐": escape(gettext("To do:")), "☑": escape(gettext("Done:"))}
    return _TASK.sub(
        lambda m: f'<li class="task">{m[1] or ""}<span class="box" role="img" aria-label="{said[m[2]]}">{m[2]}</span> ',
        html,
    )


def contents(headings: Iterable[Heading], language: str) -> str:
    """The headings as nested lists of links; empty when there are none."""
    out: list[str] = []
    open_: list[int] = []
    for heading in headings:
        while len(open_) > 1 and open_[-1] > heading.level:
            open_.pop()
            out.append("</li></ul>")
        if open_ and open_[-1] >= heading.level:
            out.append("</li>")
        else:
            open_.append(heading.level)
            out.append("<ul>")
        out.append(f'<li><a href="#{quote(heading.id)}">{escape(heading.text, quote=False)}</a>')
    if not out:
        return ""
    label = escape(catalog(language).gettext("Contents"))
    return f'<nav aria-label="{label}"><p><b>{label}</b></p>{"".join(out)}{"</li></ul>" * len(open_)}</nav>'


def placeholder(kind: str, space: str | None, link: WikiLink, anchor: str) -> str:
    """The opened element that stands where a part of another page will be shown; without a page it is plain words."""
    if space is None or not link.title:
        return "<div>"
    target = f"{kind} {space}/{link.slug}" + (f"#{anchor}" if anchor else "")
    return f'<div class="part" data-part="{escape(target)}">'
