"""PDF of an HTML document by WeasyPrint, in a process of its own: its memory goes with it, and it cannot run for ever.

WeasyPrint needs the system library Pango. Nothing is fetched: pictures lie in the document.
"""

import re
import resource
import subprocess
import sys
from threading import Semaphore

from models.core.errors import Refused
from models.core.language import gettext as _

SECONDS = 240
MEMORY = 3 * 1024**3
NO_PANGO = 3
# WeasyPrint writes the signs of a formula one after another: its words say what it means.
FORMULA = re.compile(r'<math alttext="([^"]*)"[^>]*>.*?</math>', re.DOTALL)
# Each takes a core for a while: more at a time would only make all of them late.
_at_work = Semaphore(1)
PATIENCE = 60


def pdf_of(html: str) -> bytes:
    """The PDF. Raises Refused when it cannot be made, with what to do instead."""
    if not _at_work.acquire(timeout=PATIENCE):
        raise Refused(_("Other PDF files are being made. Try again in a few minutes."))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "models.transfer.pages.pdf"],
            input=FORMULA.sub(r"\1", html).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_("This is too much for one PDF file. Choose fewer pages, or one HTML file.")) from error
    finally:
        _at_work.release()
    if done.returncode == NO_PANGO:
        raise Refused(_("This server cannot make PDF files: the library Pango is missing. Choose one HTML file."))
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Refused(_("The PDF file could not be made. Choose fewer pages, or one HTML file."))
    return done.stdout


def _make(html: str) -> bytes:
    # Loads Pango, which may be missing, and only this process needs it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    inside = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    return bytes(HTML(string=html, url_fetcher=inside).write_pdf())


def main() -> None:
    """Reads HTML from standard input and writes PDF to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        made = _make(sys.stdin.buffer.read().decode())
    except OSError:
        sys.exit(NO_PANGO)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
