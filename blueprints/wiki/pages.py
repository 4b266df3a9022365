"""Reading a wiki page. The most used view of all: its statements are constants, its template is plain HTML."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import redirect, render_template
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.file_words import file_view
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of, who_can_read
from blueprints.wiki.languages import languages_of
from blueprints.wiki.talking import Typed, talk_on
from blueprints.wiki.ticking import may_tick, with_boxes
from blueprints.wiki.trusting import trust_of
from models.core.language import gettext as _
from models.core.text import page_slug
from models.entries.crediting import sources_of
from models.entries.including import with_parts
from models.entries.kinds import kind_named, status_word
from models.entries.linking import backlinks
from models.entries.reacting import WORDS, words_for
from models.entries.reading import NotFound
from models.files.listing import files_of_page
from models.policy.finding import visible_space
from models.policy.rules import may
from models.wiki.page import moved_to, page_view
from models.wiki.procedures.reading import duties_of
from models.wiki.reading.changes import guessed_title
from models.wiki.reading.surroundings import surroundings
from models.wiki.structure.tree import branch, way_down

HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
ANY_HEADING = re.compile(r'<h([2-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
WIKILINK = re.compile(r'<a class="wikilink" href="([^"]*)" data-page="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
# Shown beside the text, with one more to know of others.
MOST_BACKLINKS = 8


@allow("entry.read")
def show_page(space_slug: str, slug: str) -> Response | str | tuple[str, int]:
    """A page; where it stood before its renaming, the way to it; where none is yet, the offer to write it."""
    return drawn(space_slug, slug)


def drawn(space_slug: str, slug: str, typed: Typed | None = None, comment: int = 0) -> Response | str | tuple[str, int]:
    """The page, with a comment that could not be saved when there is one, and the window that holds a comment."""
    page = page_view(db(), viewer(), space_slug, slug)
    if page is None:
        return _elsewhere(space_slug, slug)
    around = surroundings(db(), viewer(), page.id)
    tree = branch(db(), viewer(), page.space_id, page.id)
    rights = rights_on(page)
    html = marked(page.html, around.missing, page.space_slug, rights.edit)
    ticks = rights.edit and page.released is None and 'class="box"' in html and may_tick(page)
    html = with_boxes(html) if ticks else html
    html = with_parts(db(), viewer(), with_section_links(html, page.id) if rights.edit else html, page.id)
    return render_template(
        "wiki/page.html",
        page=page,
        status_label=status_word(page.status),
        readers=who_can_read(page.audience, page.space_name),
        tree=tree,
        above=way_down(tree)[:-1],
        around=around,
        ticks=ticks,
        html=Markup(html),  # noqa: S704 - made by the renderer
        headings=headings(page.html),
        links=_links_here(page.id),
        duties=duties_of(db(), viewer(), page.id) if around.duty else None,
        words=[(word, WORDS[word](), *around.reactions.get(word, (0, False))) for word in words_for("page")],
        rights=rights,
        files=[file_view(row) for row in files_of_page(db(), viewer(), page.id)] if around.files else [],
        trust=trust_of(page, rights),
        talk=talk_on(page, around, typed, comment),
        credits=sources_of(db(), viewer(), page.id) if around.credited else [],
        langs=languages_of(page, around, rights.translate),
    )


def _elsewhere(space_slug: str, slug: str) -> Response | tuple[str, int]:
    now = moved_to(db(), viewer(), space_slug, slug)
    if now is not None:
        return redirect(f"/s/{now.space_slug}/wiki/{now.slug}")
    space = visible_space(db(), viewer(), space_slug)
    if space is None or not may(viewer(), "page.create", space):
        raise NotFound
    return render_template("wiki/missing.html", space=space, title=guessed_title(slug)), 404


def rights_on(page: Any) -> SimpleNamespace:
    """What the viewer may do with the page of a row with space_id, author_id, archived_at and its owner."""
    thing = SimpleNamespace(
        space_id=page.space_id,
        author_id=page.author_id,
        space=SimpleNamespace(archived_at=page.archived_at),
        owner_person_id=page.owner_person_id,
        owner_role=page.owner_role,
        owner_department_id=page.owner_department_id,
    )
    return SimpleNamespace(
        edit=may(viewer(), "page.edit", thing),
        rename=may(viewer(), "page.rename", thing),
        translate=may(viewer(), "page.translate", thing),
        move=may(viewer(), "page.move", thing),
        status=may(viewer(), "page.set-status", thing),
        release=may(viewer(), "page.release", thing),
        trash=may(viewer(), "page.trash", thing),
        check=may(viewer(), "page.check", thing),
        care=may(viewer(), "page.set-owner", thing),
        approval=may(viewer(), "page.require-approval", thing),
        issue=may(viewer(), "procedure.issue", thing),
        moderate=may(viewer(), "entry.moderate", thing),
    )


def headings(html: str) -> list[tuple[str, str, Markup]]:
    """(level, id, text) of the headings that the contents list shows."""
    return [(level, place, Markup(TAG.sub("", text))) for level, place, text in HEADING.findall(html)]  # noqa: S704


def marked(html: str, missing: set[str], space_slug: str, may_write: bool) -> str:
    """The HTML with links to pages that do not exist yet marked; for those who may write they lead to the form.

    Only links within the space are marked: whether another space has a page is that space's matter.
    """
    wanted = {page for page in missing if page.startswith(f"{space_slug}/")}
    if not wanted:
        return html

    hint = escape(_("Nobody has written this page yet"))

    def mark(found: re.Match[str]) -> str:
        href, page, more, label = found.groups()
        if page not in wanted:
            return found[0]
        if may_write:
            href = f"/s/{space_slug}/wiki/new?title={quote(_title_for(page.partition('/')[2], label))}"
        return f'<a class="wikilink missing" title="{hint}" href="{href}" data-page="{page}"{more}>{label}</a>'

    return WIKILINK.sub(mark, html)


def with_section_links(html: str, page_id: int) -> str:
    """The HTML with a way to edit each section alone beside its heading."""
    word, section = escape(_("Edit")), escape(_("section: "))
    link = f'<a class="edit-part" href="/pages/{page_id}/section?at=%s">{word}<span class="vh"> {section}%s</span></a>'

    def headed(found: re.Match[str]) -> str:
        return f'<div class="headed">{found[0]}{link % (quote(unescape(found[2])), TAG.sub("", found[3]))}</div>'

    return ANY_HEADING.sub(headed, html)


def _title_for(slug: str, label: str) -> str:
    said = unescape(TAG.sub("", label))
    return said if page_slug(said) == slug else guessed_title(slug)


def _links_here(page_id: int) -> list[SimpleNamespace]:
    found = backlinks(db(), viewer(), page_id, MOST_BACKLINKS)
    return [
        SimpleNamespace(
            kind=row.kind, word=kind_named(row.kind).word(), title=title_of(row), href=entry_href(row), row=row
        )
        for row in found
        if row.id != page_id
    ]
