"""Export of a page, the pages below it or a whole wiki, with what the person who asks can read."""

from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import urlencode

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from blueprints.kit.forms import Form
from blueprints.kit.forms import lazy_gettext as _
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.services import services
from blueprints.transfer.documents import html_document, markdown_zip, pdf_document
from models.core.errors import Invalid, Refused
from models.core.language import gettext
from models.entries.reading import NotFound, visible_entry
from models.spaces.space import Space
from models.transfer.pages.gathering import Gathered, gather
from models.wiki.page import Page

FORMS = {"markdown": "zip", "html": "html", "pdf": "pdf"}
# WeasyPrint takes about 40 ms for each sheet of paper; more than this would keep somebody waiting for minutes.
MOST_FOR_PDF = 500
# From so many pages on, a page says that the file is being made: otherwise nothing happens for seconds.
MANY_FOR_PDF = 10
SECONDS_A_PAGE = 0.25
BLOCK = 256 * 1024


class ExportForm(Form):
    class Meta:
        csrf = False

    what = RadioField(
        _("Which pages"),
        choices=[SelectChoice("page", _("This page")), SelectChoice("below", _("This page and those below it"))],
    )
    form = RadioField(
        _("What kind of file"),
        choices=[
            SelectChoice("markdown", _("Markdown files (zip)")),
            SelectChoice("html", _("One HTML file")),
            SelectChoice("pdf", _("PDF")),
        ],
        default="markdown",
    )


def _hints() -> dict[str, str]:
    return {
        "markdown": gettext("Texts with all attached files. They can be read anywhere and imported again."),
        "html": gettext("Opens in any browser, with pictures. Good for keeping or sending."),
        "pdf": gettext("With contents and page numbers. Good for printing. Many pages take a minute or more."),
    }


@allow("space.read", on=space)
def ask(space: Space) -> str:
    return _form(space, _page(space), ExportForm(formdata=None, what="below"))


@allow("space.read", on=space)
def download(space: Space) -> Response | tuple[str, int]:
    page, form = _page(space), ExportForm(request.args)
    wanted = request.args.get("form", "")
    try:
        if wanted not in FORMS:
            raise Invalid(gettext("Choose what kind of file you want"), "form")
        gathered = _gathered(space, page, request.args.get("what") == "page")
        if wanted == "pdf" and len(gathered.nodes) > MOST_FOR_PDF:
            message = gettext("This is too much for one PDF file. Choose fewer pages, or one HTML file.")
            raise Invalid(message, "form")
        if wanted == "pdf" and len(gathered.nodes) >= MANY_FOR_PDF and "now" not in request.args:
            return _preparing(space, page, len(gathered.nodes)), 200
        return _file(gathered, wanted, page.slug if page else space.slug, page.title if page else space.name)
    except (Invalid, Refused) as error:
        form.blame(error if isinstance(error, Invalid) else Invalid(str(error), "form"))
        return _form(space, page, form), 422


def _page(space: Space) -> Page | None:
    """The page that the address asks for, when it stands in this space and may be read."""
    number = request.args.get("page", "")
    if not number:
        return None
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound
    page = visible_entry(db(), viewer(), Page, int(number))
    if page.space_id != space.id:
        raise NotFound
    return page


def _gathered(space: Space, page: Page | None, alone: bool) -> Gathered:
    gathered = gather(db(), space, viewer(), page.id if page else None)
    if page is not None and alone:
        gathered.nodes = gathered.nodes[:1]
    if not gathered.nodes:
        raise Invalid(gettext("There is no page to export yet."), "form")
    return gathered


def _file(gathered: Gathered, wanted: str, name: str, title: str) -> Response:
    readers = who_can_read(gathered.space.audience, gathered.space.name)
    content: Any
    if wanted == "markdown":
        content, media_type = markdown_zip(gathered, services(), name), "application/zip"
    elif wanted == "html":
        content, media_type = html_document(gathered, services(), title, readers).encode(), "text/html"
    else:
        content, media_type = pdf_document(gathered, services(), title, readers), "application/pdf"
    answer = Response(content if isinstance(content, bytes) else _blocks(content), mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name[:100]}.{FORMS[wanted]}")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return answer


def _preparing(space: Space, page: Page | None, pages: int) -> str:
    """A page that asks for the file by itself, without a script, and stays while the file is being made."""
    return render_template(
        "transfer/preparing.html",
        space=space,
        page=page,
        pages=pages,
        seconds=max(5, round(pages * SECONDS_A_PAGE / 5) * 5),
        address=f"{request.path}?{urlencode({**request.args, 'now': '1'})}",
    )


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block


def _form(space: Space, page: Page | None, form: ExportForm) -> str:
    return render_template(
        "transfer/export.html",
        form=form,
        space=space,
        page=page,
        hints=_hints(),
        readers=who_can_read(space.audience, space.name),
        back=f"/s/{space.slug}/wiki/{page.slug}" if page else f"/s/{space.slug}/wiki/",
    )
