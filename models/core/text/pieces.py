"""Where a source can be cut so that each piece means by itself what it means in the whole. Nothing here renders.

An edit changes one section of a page, and a preview is asked for at every pause in typing: what was parsed a moment
ago need not be parsed again.
"""

import re

_CUT = re.compile(r"(?<=\n\n)(?=##? )")
# What may reach over a heading or speak of another place: raw HTML, fences, footnotes and names of links, parts of
# other pages, which are counted, and the contents.
_FAR = re.compile(r"<|```|~~~|\[\^|\]:|\{\{|\[toc\]|[\x00-\x08\x0b-\x1f]", re.IGNORECASE)
_INDENTED = re.compile(r"[> ]* {4}|[> ]*\t|.*\S {4}|[> ]*$")
LONGEST = 8_192


def pieces(source: str) -> list[str]:
    """The sections of a source, cut before its main headings; one piece alone where that would not be safe."""
    if "\n\n#" not in source or _FAR.search(source):
        return [source]
    cuts = [0, *(found.start() for found in _CUT.finditer(source) if not _after_code(source, found.start()))]
    return [source[start:end] for start, end in zip(cuts, [*cuts[1:], len(source)], strict=True)]


def _after_code(source: str, at: int) -> bool:
    """Whether indented code may stand before the heading: how it ends depends on whether more text follows."""
    before = source[:at].rstrip("\n")
    return bool(_INDENTED.match(before, before.rfind("\n") + 1))
