"""Decides before rendering whether a source is plain, honest or hostile. Every check is linear in the source."""

import re

MAX_BODY = 256 * 1024

_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>#@~|&+=^\t\x00-\x08\x0b-\x1f\x7f]|://|www\.|  |\n[ \-:]|^[ \-:]|\n\d+[.)]|^\d+[.)]"
)


def is_plain(source: str) -> bool:
    """True when no character of the source could mean anything to Markdown."""
    return not _MARKUP.search(source)


def is_hostile(source: str) -> bool:
    """True when Markdown would take far longer over the source than its size explains."""
    return len(source) > MAX_BODY
