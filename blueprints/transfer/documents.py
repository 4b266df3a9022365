"""Files made of gathered pages: Markdown in a zip, one HTML document, PDF. Who may have them is decided before."""

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from flask import current_app
from markupsafe import Markup

from blueprints.kit.pages import STATIC
from blueprints.kit.services import Services
from models.core import clock
from models.core.language import current_locale, date, gettext, language_of
from models.entries.kinds import status_word
from models.transfer.pages.document import Document
from models.transfer.pages.gathering import Gathered
from models.transfer.pages.pdf import pdf_of
from models.transfer.pages.writing import ZipSink, write_markdown

IN_MEMORY = 8 * 1024 * 1024


def markdown_zip(gathered: Gathered, held: Services, name: str) -> IO[bytes]:
    """A zip of Markdown files and attachments, ready to be read."""
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer reads and closes it
    sink = ZipSink(target, name)
    write_markdown(gathered, held.blobs, sink)
    sink.close()
    target.seek(0)
    return target


def html_document(gathered: Gathered, held: Services, title: str, readers: str = "") -> str:
    """One HTML document that needs nothing else. `readers` says who could read its pages."""
    document = Document(gathered, held.blobs, held.settings.address)
    template = current_app.jinja_env.get_template("transfer/document.html")
    return template.render(
        title=title,
        space=gathered.space.name,
        site_name=held.settings.site_name,
        language=language_of(current_locale()),
        style=Markup(f"<style>{_css()}</style>"),  # noqa: S704 - our own style sheet
        made=gettext("Exported on %(day)s", day=date(clock.now())),
        readers=readers,
        places=document.places(),
        pages=document.chapters(),
        status_word=status_word,
    )


def pdf_document(gathered: Gathered, held: Services, title: str, readers: str = "") -> bytes:
    """The same as PDF with contents, header, footer and page numbers. Raises Refused."""
    return pdf_of(html_document(gathered, held, title, readers))


@lru_cache
def _css() -> str:
    return Path(STATIC, "css", "document.css").read_text()
