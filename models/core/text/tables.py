"""Tables whose cells may hold wiki links with a label: the bar in `[[Title|label]]` parts no cells."""

import re

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor

# Code first, for what stands in it is no link.
_CODE_OR_LINK = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\[\[[^\[\]\n]{1,250}\]\]")
_BAR = re.compile(r"(?<!\\)\|")


class _Rows(TableProcessor):
    def _split(self, row: str) -> list[str]:
        parted: list[str] = super()._split(_CODE_OR_LINK.sub(_kept, row) if "[[" in row else row)
        return parted


def _kept(found: re.Match[str]) -> str:
    """A link with its bar written as people write it who know that it would part the cell."""
    return found[0] if found[1] else _BAR.sub(r"\\|", found[0])


class Tables(TableExtension):
    """The library's tables, with our way to part a row."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Rows(md.parser, self.getConfigs()), "table", 75)
