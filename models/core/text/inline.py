"""Markdown's search for emphasis, links and the like, which leaves out what cannot be there: a third of its time.

The library tries some twenty patterns at every piece of text. Each needs a sign, and most texts hold none of them.
"""

import re

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# Without one of these signs the pattern of that name finds nothing. A name that is not here is always tried.
SIGNS: dict[str, tuple[str, ...]] = {
    "maths": ("$`",),
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("[",),
    "short_reference": ("[",),
    "footnote": ("[^",),
    "wiki": ("[[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "html": ("<",),
    "entity": ("&",),
    "linebreak": ("  \n",),
    "em_strong": ("*", "_", "~"),
    "nl": ("\n",),
    "words": ("@", "#", "://", "www."),
}


class Inline(InlineProcessor):
    """Does what the library does. Register it when all patterns are known: it looks at them once."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._known = [
            (SIGNS.get(each.name, ("",)), md.inlinePatterns[each.name])
            for each in sorted(md.inlinePatterns._priority, key=lambda each: -each.priority)
        ]
        # Half of the texts hold no sign of any.
        self._any = re.compile("|".join(sorted({re.escape(sign) for signs, _ in self._known for sign in signs})))

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (its names)
        if not self._any.search(data):
            return data
        at, start = patternIndex, 0
        while at < len(self._known) and not isinstance(data, AtomicString):
            signs, pattern = self._known[at]
            matched = False
            if signs[0] in data or (len(signs) > 1 and any(sign in data for sign in signs)):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, at, start)
            if not matched:
                at, start = at + 1, 0
        return data
