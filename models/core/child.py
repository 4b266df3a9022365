"""What a process does that reads one foreign file: it first takes from itself what a hostile file could use up.

Run as `python -m <reader> <file> <media type> <folder for what is made>`; nothing else of the product is
imported.
"""

import json
import logging
import resource
import sys
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

MEMORY = 640 * 1024 * 1024
CPU_SECONDS = 20
LARGEST_RESULT = 32 * 1024 * 1024
MOST_TEXT = 1_000_000


class Unreadable(Exception):
    """The file is damaged, locked by a password, or larger inside than it may be."""


@dataclass
class Findings:
    """What was read: text with a form feed between pages, and what there is to say of pages and pictures."""

    text: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None


Reader = Callable[[Path, str, Path], Findings]


def run(reader: Reader) -> None:
    """Read within limits and write `findings.json`. Exit code 3 says that the file cannot be read."""
    file, media_type, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    warnings.simplefilter("ignore")
    logging.disable()
    try:
        found = reader(file, media_type, folder)
    except Exception:
        # Whatever the libraries stumble over: for this file there is no text and no picture.
        sys.exit(3)
    found.text = found.text[:MOST_TEXT]
    (folder / "findings.json").write_text(json.dumps(asdict(found)))
