"""The page of results."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask import render_template
from flask import request as http
from markupsafe import Markup, escape

from blueprints.kit.addresses import entry_href, experts_href
from blueprints.kit.faces import photo_of
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words, title_of
from blueprints.kit.services import services
from blueprints.search.asking import read
from blueprints.search.gaps import note_search
from blueprints.search.hints import hints
from blueprints.search.missing import note_missed
from blueprints.search.saving import beside_results
from models.core.language import gettext as _
from models.core.language import number
from models.entries.kinds import kind_named, status_word
from models.search.asked import LAST_PAGE, PER_PAGE, Asked, query_for
from models.search.best_bets import best_bets
from models.search.explaining import why
from models.search.faceting import DATE_WORDS, Choice
from models.search.finding import Found, FoundEntry, FoundPerson, find_as_meant
from models.search.highlighting import Piece

# Control characters that stand for tags while a text is escaped; words never hold them.
OPENED, CLOSED = "\x02", "\x03"
NO_MARKS = {ord(OPENED): None, ord(CLOSED): None}
FIRST_CHOICES = 6
MATCHED: dict[str, Callable[[], str]] = {"tags": lambda: _("topics"), "text": lambda: _("text")}


@allow("search.use")
def show() -> str:
    """Everything that matches, or the newest when nothing is asked."""
    typed = asked = read(http.args)
    found = find_as_meant(db(), services().engine, viewer(), query_for(db(), viewer(), asked))
    bets = _bets(asked)
    note_missed(asked, found)
    if not bets:
        note_search(asked, found)
    suggestion = found.suggestion and asked.about(found.suggestion)
    # What is narrowed, sorted and kept from here on is what the hits are of.
    asked = suggestion if suggestion and found.instead else asked
    chips = _chips(found, asked)
    pages = min(LAST_PAGE, -(-found.total // PER_PAGE))
    return render_template(
        "search/results.html",
        query=typed.text,
        asked=asked,
        found=found,
        rows=[_row(hit, found, by_rank=not asked.newest) for hit in found.hits],
        facets=_facets(found, asked),
        chips=chips,
        saved=beside_results(asked, [chip.label for chip in chips]),
        pages=pages,
        suggestion=suggestion,
        everywhere=asked.without_filters().href() if asked.chosen else "",
        bets=bets,
        views=_views(asked),
        acronyms=found.acronyms if asked.page == 1 else [],
        hints=hints(found.asked.problems) + ([_("Only the first 1,000 characters are searched.")] if typed.cut else []),
    )


def _views(asked: Asked) -> list[tuple[str, str, bool, None]]:
    """Ways to look at what was asked: all of it, pages, answered questions, people."""
    if not asked.text:
        return []
    ways = {
        _("All results"): asked.without_filters(),
        _("Pages"): asked.only(kind="page"),
        _("Answered questions"): asked.only(kind="question", status="answered"),
    }
    shown = [(word, way.href(), way.chosen == asked.chosen, None) for word, way in ways.items()]
    return [*shown, (_("Who can answer"), experts_href(asked.text), False, None)]


def _bets(asked: Asked) -> list[SimpleNamespace]:
    """What curators put first for exactly this search."""
    if not asked.text or asked.chosen or asked.page > 1:
        return []
    return [
        SimpleNamespace(
            title=title_of(row), href=entry_href(row), answer=row.answer, kind=row.kind, space_name=row.space_name,
            kind_label=kind_named(row.kind).word(), language=row.language,
        )
        for row in best_bets(db(), viewer(), asked.text)
    ]  # fmt: skip


def _row(hit: FoundEntry | FoundPerson, found: Found, by_rank: bool) -> SimpleNamespace:
    row = hit.row
    shared = {
        "kind": hit.kind,
        "title": marked(hit.title) or _("Without words"),
        "excerpt": marked(hit.excerpt),
        "matched": _matched(hit.matched),
        "why": why(hit, found.asked) if by_rank else None,
    }
    if isinstance(hit, FoundEntry) and hit.page:
        shared["matched"] = _("found in the file, page %(number)s", number=number(hit.page))
    if isinstance(hit, FoundPerson):
        line = ", ".join(filter(None, [row.job_title, row.department_name, row.place]))
        own = {"href": f"/people/{row.username}", "name": row.name, "tone": row.id, "photo": photo_of(row)}
        return SimpleNamespace(**shared, **own, line=line)
    return SimpleNamespace(
        **shared,
        kind_label=kind_named(hit.kind).word(),
        href=entry_href(row),
        language=row.language,
        status=row.status,
        status_label=status_word(row.status),
        author_name=row.author_name,
        author_username=row.author_username,
        author_is_guest=row.author_is_guest,
        space_name=row.space_name,
        space_slug=row.space_slug,
        department=found.departments.get(row.department_id, ""),
        when=row.last_activity_at,
        reply_count=row.reply_count,
        audience_label="" if row.audience == "everyone" else audience_words(row.audience, row.space_name),
    )


def marked(pieces: list[Piece]) -> Markup:
    """The pieces as HTML, matches marked. Escaped in one go: piece by piece costs a millisecond a page."""
    text = "".join([f"{OPENED}{text}{CLOSED}" if hit else text.translate(NO_MARKS) for text, hit in pieces])
    return Markup(str(escape(text)).replace(OPENED, "<mark>").replace(CLOSED, "</mark>"))  # noqa: S704 - escaped here


def _matched(fields: tuple[str, ...]) -> str:
    """Why it is here. A marked title says it already, and a line on every row would be noise."""
    words = [word() for name, word in MATCHED.items() if name in fields]
    if not words or "title" in fields:
        return ""
    if len(words) == 1:
        return _("matched in %(field)s", field=words[0])
    return _("matched in %(field)s and %(last)s", field=words[0], last=words[1])


def _legends() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "department": _("Department"),
        "space": _("Space"),
        "tag": _("Topic"),
        "author": _("Author"),
        "date": _("Changed"),
        "status": _("Status"),
        "language": _("Language"),
    }


def _facets(found: Found, asked: Asked) -> list[SimpleNamespace]:
    """Groups of choices to draw; one that would narrow nothing is left out."""
    groups = []
    for name, legend in _legends().items():
        values = asked.chosen.get(name, ())
        choices = [each for each in found.facets.get(name, []) if each.count or each.value in values]
        # People are in no language, so one language alone would look like a choice.
        alone = name == "language" and len(choices) < 2
        if not values and (alone or all(choice.count >= found.total for choice in choices)):
            continue
        options = [_option(choice, choice.value in values) for choice in choices]
        first = FIRST_CHOICES if len(options) > FIRST_CHOICES + 2 else len(options)
        # What is chosen is never folded away.
        shown = [option for place, option in enumerate(options) if place < first or option.checked]
        folded = [option for option in options[first:] if not option.checked]
        groups.append(SimpleNamespace(name=name, legend=legend, shown=shown, folded=folded, single=name == "date"))
    return groups


def _option(choice: Choice, checked: bool) -> SimpleNamespace:
    count = str(choice.count) if choice.count < 1000 else number(choice.count)
    return SimpleNamespace(value=choice.value, label=choice.label, count=count, checked=checked)


def _chips(found: Found, asked: Asked) -> list[SimpleNamespace]:
    """What narrows the results, each with the address that takes it away."""
    legends, chips = _legends(), []
    for name, values in asked.chosen.items():
        labels: dict[str, Any] = {choice.value: choice.label for choice in found.facets.get(name, [])}
        for value in values:
            label = labels.get(value) or (DATE_WORDS[value]() if name == "date" else value)
            chips.append(SimpleNamespace(legend=legends[name], label=label, href=asked.without(name, value).href()))
    return chips
