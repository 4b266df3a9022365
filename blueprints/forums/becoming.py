"""From an answer to a wiki page: choosing the space, and whether it begins a page or goes into one that is there."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request

from blueprints.kit import from_answer
from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.services import services
from models.entries.completing import MOST, pages_named
from models.entries.crediting import pages_from
from models.forums.topic import Answer
from models.policy.finding import space_row, spaces_to_write_in
from models.search.engine import Query
from models.search.finding import FoundEntry, find


@allow("entry.read", on=entry(Answer))
def where_to(answer: Answer) -> str:
    """The spaces where the viewer may write pages; of the chosen one its readers, and pages that could take it in."""
    spaces = spaces_to_write_in(db(), viewer(), pages=True)
    slugs = [row.slug for row in spaces]
    question = from_answer.question_of(answer)
    own = question.space_slug if question.space_slug in slugs else ""
    slug = request.args.get("space", own or (slugs[0] if len(slugs) == 1 else ""))
    chosen = _chosen(answer, slug) if slug in slugs else None
    find_words = request.args.get("find", "")[:80].strip()
    return render_template(
        "forums/becoming.html",
        answer=answer,
        question=question,
        spaces=[(row.slug, row.name) for row in spaces],
        chosen=chosen,
        find=find_words,
        pages=_pages(chosen, find_words, question.title) if chosen else [],
        already=_shown(pages_from(db(), viewer(), [question.id]).get(question.id, []), slugs),
    )


def _chosen(answer: Answer, slug: str) -> SimpleNamespace:
    row = space_row(db(), viewer(), slug)
    audience = "everyone" if row.openness == "open" else f"space:{row.id}"
    readers = who_can_read(audience, row.name)
    return SimpleNamespace(
        id=row.id, slug=slug, name=row.name, readers=readers, wider=from_answer.is_wider(answer, audience)
    )


def _pages(space: SimpleNamespace, words: str, title: str) -> list[SimpleNamespace]:
    """Pages with these words in their title; without words those that search finds for the question."""
    if words:
        return _shown(pages_named(db(), viewer(), space.id, words))
    hits = find(db(), services().engine, viewer(), Query(title, kinds=("page",), limit=3 * MOST)).hits
    found = [hit.row for hit in hits if isinstance(hit, FoundEntry) and hit.row.space_slug == space.slug]
    return _shown(found[:MOST])


def _shown(found: list[Any], mine: list[str] | None = None) -> list[SimpleNamespace]:
    """Pages with their addresses; `mine` are the spaces in which the viewer may write them."""
    return [
        SimpleNamespace(
            id=row.id,
            title=row.title,
            href=f"/s/{row.space_slug}/wiki/{row.slug}",
            mine=mine is None or row.space_slug in mine,
        )
        for row in found
    ]


def may_make_pages() -> bool:
    """Whether the viewer may write pages anywhere: then each answer offers it."""
    return any(viewer().has_role(space_id, "contributor") for space_id in viewer().roles)
