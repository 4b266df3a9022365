"""A page that begins with an answer: what the editor is filled with, who would read more than before, the credit."""

import re
from typing import Any

from flask import request

from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.sent import number
from models.core.db import one
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.core.text.shapes import wiki_link
from models.entries import crediting
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import PLACE
from models.spaces.space import Space

# A link to a page of the answer's own space; one to a place on the same page begins with #.
PAGE_LINK = re.compile(r"\[\[(?!\s*#)([^\[\]\n]{1,250})\]\]")
# So much of the question stands over the answer.
IN_SHORT = 300


def answer_in(form: Any) -> Entry | None:
    """The answer that the address names, or the form once it was sent.

    Raises NotFound for an address that names none that the viewer may see. In a form that was sent it is forgotten, and
    Invalid (`answer`) says so: the text that somebody made of it is not lost with it.
    """
    sent = request.method == "POST"
    wanted = (form.answer.data or "") if sent else request.args.get("answer", "")
    if not wanted:
        return None
    try:
        found = visible_entry(db(), viewer(), Entry, number(wanted), with_text=True)
        if found.kind != "answer" or found.root_id is None:
            raise NotFound
    except (NotFound, ValueError) as error:
        if not sent:
            raise NotFound from error
        form.answer.data = ""
        message = _("The answer that this text comes from is no longer there. Save again to keep the text without it.")
        raise Invalid(message, "answer") from error
    form.answer.data = str(found.id)
    return found


def question_of(answer: Entry) -> Any:
    """The list row of what it answers."""
    found = one(db(), PLACE, entry_id=answer.root_id, keys=viewer().keys_json)
    if found is None:
        raise NotFound
    return found


def as_page(answer: Entry, space: Space) -> tuple[str, str]:
    """Title and text of a page: the question's title, its beginning as a quote, then the answer."""
    question = question_of(answer)
    return question.title, f"{_quoted(question.excerpt)}{_body(answer, question, space)}\n"


def as_section(answer: Entry, body: str, space: Space | None) -> str:
    """The text of a page with the question as a heading and the answer below it at the end."""
    question = question_of(answer)
    return f"{body.rstrip()}\n\n## {question.title}\n\n{_body(answer, question, space)}\n"


def _body(answer: Entry, question: Any, space: Space | None) -> str:
    """The text of the answer; in another space its links name the space that they lead to."""
    if space is None or question.space_slug in (None, space.slug):
        return answer.body.strip()

    def named(found: re.Match[str]) -> str:
        has_space = wiki_link(found[1].partition("|")[0], "").space is not None
        return found[0] if has_space else f"[[{question.space_slug}:{found[1].lstrip()}]]"

    return PAGE_LINK.sub(named, answer.body.strip())


def summary_of(answer: Entry | None, audience: str) -> str:
    """For the history of the page; who may not read the answer is not told whose it is."""
    if answer is None or is_wider(answer, audience):
        return ""
    row = one(db(), PLACE, entry_id=answer.id, keys=viewer().keys_json)
    return _("From the answer of %(name)s", name=row.author_name) if row is not None else ""


def _quoted(excerpt: str) -> str:
    short = excerpt if len(excerpt) <= IN_SHORT else excerpt[:IN_SHORT].rsplit(" ", 1)[0] + " …"
    return f"> {short}\n\n" if short.strip() else ""


def notice(answer: Entry | None, audience: str, space: Space) -> dict[str, Any] | None:
    """For the editor: whose answer it is, who can read it now, and who could read the page when that is more."""
    if answer is None:
        return None
    question = question_of(answer)
    return {
        "id": answer.id,
        "title": question.title,
        "href": f"/e/{answer.id}",
        "now": who_can_read(answer.audience, question.space_name),
        "then": who_can_read(audience, space.name) if is_wider(answer, audience) else "",
    }


def is_wider(answer: Entry, audience: str) -> bool:
    """Whether people could read the page who cannot read the answer. Two groups that differ count as wider."""
    return audience != answer.audience and answer.audience != "everyone"


def check_confirmed(answer: Entry | None, audience: str, form: Any) -> None:
    """Raises Invalid (`more_readers`) when more people would read the text and nobody said that they may."""
    if answer is not None and is_wider(answer, audience) and not form.more_readers.data:
        raise Invalid(_("Confirm that these people may read the text, or choose another place for it."), "more_readers")


def keep_credit(answer: Entry | None, page: Entry) -> None:
    """The author of the answer gets the credit for what was saved."""
    if answer is not None:
        crediting.credit(db(), viewer(), answer, page)


def keep_credit_for(answer: Entry | None, request_id: int) -> None:
    """The same for what waits for approval."""
    if answer is not None:
        crediting.credit_later(db(), viewer(), answer, request_id)
