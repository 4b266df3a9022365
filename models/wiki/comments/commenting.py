"""Comments below a page and on passages of it: writing, resolving, closing, and following the passage as it changes.

Reading them is `discussion.py`'s matter, finding a passage again that of `anchoring.py`.
"""

import re
from datetime import datetime
from html import unescape
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock, outbox
from models.core.base import Base, BigId
from models.core.db import session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext, number, pgettext
from models.core.text import clean
from models.entries import editing
from models.entries.entry import Entry
from models.entries.kinds import Kind, register, when_edited
from models.entries.trashing import recount_replies
from models.wiki.comments.anchoring import PageText, Passage, letters_of
from models.wiki.page import Page

COMMENT_LIMIT = 10_000
QUOTE_LIMIT = 500
# A passage that somebody copied by hand may differ in a sign or a footnote's number.
COPIED = 0.85
# Passages looked for on one save; a page with more keeps the others where they were last found.
MOST_ANCHORS = 500

HEADING = re.compile(r'<h[2-6] id="([^"]+)"[^>]*>(.*?)</h[2-6]>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class Comment(Entry):
    """What somebody says about a page (its root) or answers to another comment on it. Its status may be resolved."""

    __mapper_args__ = {"polymorphic_identity": "comment"}


class Anchor(Base):
    """The passage that a comment is about: `quote` as it read then, `now` as it reads today (kept when it is gone)."""

    __tablename__ = "comment_anchors"
    __table_args__ = (Index("ix_comment_anchors_page_id", "page_id"),)

    comment_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    quote: Mapped[str] = mapped_column(String(QUOTE_LIMIT))
    now: Mapped[str] = mapped_column(String(2 * QUOTE_LIMIT))
    before: Mapped[str] = mapped_column(String(80), default="")
    after: Mapped[str] = mapped_column(String(80), default="")
    start: Mapped[int] = mapped_column(default=0)
    heading: Mapped[str] = mapped_column(String(130), default="")
    number: Mapped[int]
    gone_at: Mapped[datetime | None]


class Resolution(Base):
    """Who said that a thread of comments is dealt with, and when."""

    __tablename__ = "comment_resolutions"

    comment_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]


class CommentClosing(Base):
    """Who closed the comments of a page, and when."""

    __tablename__ = "comment_closings"

    page_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]


class Chosen(NamedTuple):
    """A passage as somebody marked or copied it, with what stood around it where a browser could tell."""

    quote: str
    before: str = ""
    after: str = ""


register(
    Kind(
        name="comment",
        cls=Comment,
        mark="page",
        word=lambda: pgettext("kind", "Comment"),
        counted=lambda n: ngettext("%(num)s comment", "%(num)s comments", n),
        titled=False,
        limit=COMMENT_LIMIT,
    )
)


def comment(page: Page, by: Actor, body: str, *, chosen: Chosen | None = None, **values: object) -> Comment:
    """Say something about a page, or about a passage of it (its text must be loaded).

    Raises Refused when comments are closed, Invalid for the text (`body`) and for a passage that does not stand in the
    page (`quote`).
    """
    session = session_of(page)
    _check_open(session, page, bool(values.get("quiet")))
    passage = _passage(page, chosen) if chosen and letters_of(chosen.quote) else None
    said = editing.create(session, Comment, by=by, body=body, space=page.space, root=page, parent=page, **values)  # type: ignore[arg-type]  # values of create
    if passage is not None:
        session.add(
            Anchor(
                comment_id=said.id, page_id=page.id, quote=passage.quote[:QUOTE_LIMIT], number=page.version,
                now=passage.quote, before=passage.before, after=passage.after, start=passage.start,
                heading=heading_above(page.html, page.text, passage.start),
            )
        )  # fmt: skip
    _count(session, page)
    return said


def answer_comment(head: Comment, page: Page, by: Actor, body: str, **values: object) -> Comment:
    """Answer in a thread; an answer to an answer joins the same thread. A resolved thread is open again by it.

    Raises Refused when comments are closed, Invalid for the text.
    """
    session = session_of(page)
    _check_open(session, page, bool(values.get("quiet")))
    said = editing.create(session, Comment, by=by, body=body, space=page.space, root=page, parent=head, **values)  # type: ignore[arg-type]  # values of create
    _count(session, page, head)
    if head.status == "resolved":
        reopen_comment(head, by)
    return said


def _count(session: Session, *entries: Entry) -> None:
    session.flush()
    recount_replies(session, *(entry.id for entry in entries))
    for entry in entries:
        session.expire(entry, ["reply_count"])


def _check_open(session: Session, page: Page, quiet: bool) -> None:
    if not quiet and session.get(CommentClosing, page.id) is not None:
        raise Refused(_("Comments on this page are closed, so nothing can be added. Your text is still in the form."))


def _passage(page: Page, chosen: Chosen) -> Passage:
    """Where the chosen words stand in the page. Raises Invalid (`quote`)."""
    quote = " ".join(clean(chosen.quote).split())
    if len(quote) > QUOTE_LIMIT:
        message = _("The passage must be %(most)s characters or fewer. It has %(now)s.")
        raise Invalid(message % {"most": number(QUOTE_LIMIT), "now": number(len(quote))}, "quote")
    text = PageText(page.text)
    around = clean(chosen.before)[-80:], clean(chosen.after)[:80]
    spots = text.spots(quote)
    if len(spots) > 1 and not any(around):
        raise Invalid(
            _("These words stand in the page several times. Copy a few more of the words around them."), "quote"
        )
    if len(spots) == 1:
        return text.at(spots[0], len(letters_of(quote)))
    found = text.find(quote, *around) if spots else text.near(quote, *around, least=COPIED)
    if found is None or len(found.quote) > 2 * QUOTE_LIMIT:
        raise Invalid(
            _("These words do not stand in the page. Copy them from it as they are, or leave this empty."), "quote"
        )
    return found


def resolve_comment(head: Comment, by: Actor) -> None:
    """Say that a thread is dealt with; twice changes nothing. Raises Refused for an answer inside a thread."""
    session = session_of(head)
    if head.parent_id != head.root_id:
        raise Refused(_("A whole thread is resolved, not one of its answers."))
    if session.get(Resolution, head.id) is None:
        session.add(Resolution(comment_id=head.id, by_id=by.id, at=clock.now()))
        _set_status(session, head, "resolved")
        editing.note(session, by, "resolved", head, root=head.root_id)


def reopen_comment(head: Comment, by: Actor) -> None:
    """Take the resolution of a thread back."""
    session = session_of(head)
    session.execute(delete(Resolution).where(Resolution.comment_id == head.id))
    if head.status:
        _set_status(session, head, "")
        editing.note(session, by, "reopened", head, root=head.root_id)


def _set_status(session: Session, head: Comment, status: str) -> None:
    head.status = status
    session.flush()
    outbox.promise(session, "index", f"entry:{head.id}")


def close_comments(page: Page, by: Actor) -> None:
    """Let nobody add comments to a page; what was said stays. Twice changes nothing."""
    session = session_of(page)
    if session.get(CommentClosing, page.id) is None:
        session.add(CommentClosing(page_id=page.id, by_id=by.id, at=clock.now()))
        session.flush()
        editing.note(session, by, "closed-comments", page)


def open_comments_again(page: Page, by: Actor) -> None:
    """Let people comment on the page again."""
    session = session_of(page)
    session.execute(delete(CommentClosing).where(CommentClosing.page_id == page.id))
    editing.note(session, by, "opened-comments", page)


@when_edited("page")
def follow_passages(session: Session, page: Entry) -> None:
    """After a new text of a page: find the passages that comments are about, or note that they are gone."""
    if not page.reply_count:
        return
    anchors = session.scalars(select(Anchor).where(Anchor.page_id == page.id).limit(MOST_ANCHORS)).all()
    if not anchors:
        return
    text = PageText(page.text)
    for anchor in anchors:
        found = text.find(anchor.now, anchor.before, anchor.after)
        if found is None and anchor.quote != anchor.now:
            found = text.find(anchor.quote, anchor.before, anchor.after)
        if found is None or len(found.quote) > 2 * QUOTE_LIMIT:
            anchor.gone_at = anchor.gone_at or clock.now()
            continue
        anchor.now, anchor.before, anchor.after, anchor.start = found
        anchor.heading = heading_above(page.html, page.text, found.start)
        anchor.gone_at = None


def heading_above(html: str, text: str, start: int) -> str:
    """The id of the last heading that stands in the text before this place; nothing when there is none."""
    at, above = 0, ""
    for place, words in HEADING.findall(html):
        title = " ".join(unescape(TAG.sub("", words)).split())
        found = text.find(title, at) if title else -1
        if found < 0:
            continue
        if found > start:
            break
        at, above = found + len(title), place
    return above[:130]
