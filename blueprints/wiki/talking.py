"""What a page shows of its comments, as plain values for `wiki/_comments.html`. Writing is `comments.py`'s matter."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import request
from markupsafe import Markup

from blueprints.kit.hidden import hidden_lines
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.core.language import ngettext
from models.core.text import local_ids
from models.policy.rules import may
from models.wiki.comments.commenting import COMMENT_LIMIT, QUOTE_LIMIT
from models.wiki.comments.discussion import Discussion, Place, Thread, discussion
from models.wiki.reading.surroundings import Surroundings

# Words of a passage that are put into an address for the browser to find (a "text fragment").
FRAGMENT_WORDS = 6


@dataclass(frozen=True)
class Typed:
    """A comment that could not be saved: what was typed, in which thread (0: on the page), and what is wrong where."""

    body: str = ""
    quote: str = ""
    thread: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


def talk_on(page: Any, around: Surroundings, typed: Typed | None = None, at: int = 0) -> SimpleNamespace:
    """The comments of a page of `page_view`; it asks the database only when there are any."""
    space = space_of(page)
    thing = SimpleNamespace(space_id=page.space_id, author_id=page.author_id, space=space)
    said = Discussion()
    may_add = not around.comments_closed and may(viewer(), "comment.create", thing)
    if around.comments or around.hidden:
        after = request.args.get("comments")
        at = at or request.args.get("comment", 0, type=int)
        said = discussion(db(), viewer(), page.id, Place.parse(after) if after else None, at if 0 < at < 2**62 else 0)
    threads = [_thread(each, space, may_add) for each in said.open]
    resolved_ones = [_thread(each, space, may_add) for each in said.resolved]
    if around.hidden:
        threads += _hidden_among([*threads, *resolved_ones], page.id, first=not said.earlier, last=said.later is None)
    open_, resolved = around.comments.get("", 0), around.comments.get("resolved", 0)
    return SimpleNamespace(
        page_id=page.id,
        open=threads,
        resolved=resolved_ones,
        open_count=open_,
        resolved_count=resolved,
        counted=ngettext("%(num)s open comment", "%(num)s open comments", open_) if open_ else "",
        earlier=said.earlier,
        later=said.later,
        closed=around.comments_closed,
        may_add=may_add,
        may_close=may(viewer(), "page.close-comments", thing),
        typed=typed or Typed(),
        limit=COMMENT_LIMIT,
        longest=QUOTE_LIMIT,
    )


def _hidden_among(threads: list[SimpleNamespace], page_id: int, *, first: bool, last: bool) -> list[SimpleNamespace]:
    """Puts the lines of hidden comments into the threads that they belong to; returns those that stand alone, where
    the page shows all threads."""
    known = {each.id: each for each in threads}
    alone = []
    for line in hidden_lines(page_id):
        thread = known.get(line.id) or known.get(line.parent_id)
        if thread is None:
            alone.append(line)
        elif thread.id == line.id:
            thread.hidden = line
        else:
            thread.answers.append(line)
    return [_only_hidden(line) for line in alone] if first and last else []


def _only_hidden(line: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        id=line.id,
        head=None,
        hidden=line,
        answers=[],
        passage=None,
        may_answer=False,
        may_resolve=False,
        resolved_at=None,
    )


def space_of(page: Any) -> SimpleNamespace:
    """The space of a page's row as the rules look at it."""
    return SimpleNamespace(
        id=page.space_id,
        archived_at=page.archived_at,
        readers_may_post=page.readers_may_post,
        audience="everyone" if page.openness == "open" else f"space:{page.space_id}",
    )


def _thread(thread: Thread, space: SimpleNamespace, may_add: bool) -> SimpleNamespace:
    head = _said(thread.head, space) if thread.head is not None else None
    return SimpleNamespace(
        id=thread.id,
        head=head,
        hidden=None,
        answers=[_said(row, space) for row in thread.answers],
        passage=_passage(thread.head) if head and thread.head.quote else None,
        may_answer=may_add,
        may_resolve=bool(head and may(viewer(), "comment.resolve", head.thing)),
        resolved_at=thread.head.resolved_at if head else None,
        resolved_by=thread.head.resolved_by if head else "",
    )


def _said(row: Any, space: SimpleNamespace) -> SimpleNamespace:
    thing = SimpleNamespace(author_id=row.author_id, space_id=space.id, space=space)
    return SimpleNamespace(
        row=row,
        id=row.id,
        thing=thing,
        html=Markup(local_ids(row.html, f"e{row.id}-")),  # noqa: S704 - made by the renderer
        may_edit=may(viewer(), "comment.edit", thing),
        may_trash=may(viewer(), "entry.trash", thing),
        may_moderate=may(viewer(), "entry.moderate", thing),
    )


def _passage(row: Any) -> SimpleNamespace:
    """The passage that a comment is about: what it reads now, and the way to it that needs no script."""
    return SimpleNamespace(
        now=row.now,
        before=row.before,
        after=row.after,
        gone=row.gone_at is not None,
        said=row.quote if row.quote != row.now else "",
        href=f"#{row.heading}{_fragment(row.now)}",
    )


def _fragment(words: str) -> str:
    """A text fragment (https://wicg.github.io/scroll-to-text-fragment/): the browser itself shows these words."""
    parts = words.split()
    if len(parts) <= 2 * FRAGMENT_WORDS:
        return f":~:text={_escaped(words)}"
    first, last = " ".join(parts[:FRAGMENT_WORDS]), " ".join(parts[-FRAGMENT_WORDS:])
    return f":~:text={_escaped(first)},{_escaped(last)}"


def _escaped(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def explain(error: Exception) -> dict[str, str]:
    """What is wrong, by field; over the form when it belongs to none."""
    return {getattr(error, "field", None) or "": str(error) or _("This did not work")}
