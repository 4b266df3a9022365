"""Takes the text out of a PDF, page by page; runs in a process of its own (see child)."""

from pathlib import Path

from pypdf import PdfReader

from models.core.child import MOST_TEXT, Findings, Unreadable, run

MOST_PAGES = 3000


def read(file: Path, media_type: str, folder: Path) -> Findings:
    """Text with a form feed between pages, so that a page without text still counts."""
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable
    texts: list[str] = []
    number = len(reader.pages)
    for index in range(min(number, MOST_PAGES)):
        texts.append(_text_of(reader, index))
        if sum(map(len, texts)) > MOST_TEXT:
            break
    return Findings("\f".join(texts) if any(texts) else "", pages=number)


def _text_of(reader: PdfReader, index: int) -> str:
    try:
        return reader.pages[index].extract_text().replace("\f", "\n").strip()
    except MemoryError:
        raise
    except Exception:
        # One damaged page does not hide the others.
        return ""


if __name__ == "__main__":
    run(read)
