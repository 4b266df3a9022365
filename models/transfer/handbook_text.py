"""Turns the text of a handbook page into Witan's Markdown: template language becomes text, links become wiki links."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from models.core.text import slugify
from models.transfer.handbook_files import PageFile, plain_address

# (what is found, what takes its place), in this order. What is not named here stays as it is written.
CLEANING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE | re.MULTILINE), text)
    for pattern, text in (
        (r"<!--.*?-->", ""),
        (r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", ""),
        (r"<style\b.*?</style>|<script\b.*?</script>", ""),
        # Eleventy and Jekyll. What stands between these makes a list of pages, which only the old site could make.
        (r"^[ \t]*\{%-?\s*for\b[^%]*%\}.*?\{%-?\s*endfor\s*-?%\}", ""),
        (r"^[ \t]*\{%-?\s*assign\b[^%]*%\}[ \t]*$", ""),
        (r"\{%-?\s*(?:page|link|download)\s*[\"']([^\"']*)[\"'][^%]*%\}", r"\1"),
        (r"\{\{\s*(?:site|base)\.base_?url\s*\}\}", ""),
        (r"\{%-?\s*slack_channel\s*[\"']([^\"']*)[\"'][^%]*%\}", r"`#\1`"),
        (r"\{%-?\s*image(?:_with_class)?\s*[\"']([^\"']*)[\"'](?:[^\"'%]*[\"'][^\"']*[\"'])?[^\"'%]*[\"']([^\"']*)[\"'][^%]*%\}",
         r"![\2](\1)"),
        (r"\{%-?\s*image\s*[\"']([^\"']*)[\"']\s*-?%\}", r"![](\1)"),
        (r"\{%-?\s*alert\s*[\"']([^\"']*)[\"'][^%]*%\}", r"**\1**"),
        (r"\{%-?\s*(?:end)?(?:alert|raw|accordion)\b[^%]*%\}", ""),
        (r"\{%-?\s*(?:include|uswds_icon|toc)\b[^%]*%\}", ""),
        # Hugo.
        (r"\{\{[<%]\s*(?:ref|relref|tmp)\s+\"?([^\"\s>%]+)\"?\s*[>%]\}\}", r"\1"),
        # Some write the words of the link once more behind the address.
        (r"\]\(\{\{[<%]\s*link\s+\"([^\"\s]+)\s*\"[^}]*?[>%]\}\}\)", r"](\1)"),
        (r"\{\{[<%]\s*link\s+\"?([^\"\s>%]+)\"?\s*[>%]\}\}", r"[\1](\1)"),
        (r"\{\{[<%]\s*featured-resource\s+link=\"/?([^\"]+)\"\s+kicker=\"([^\"]+)\"\s*[>%]\}\}", r"**\2:** [/\1](/\1)"),
        (r"\{\{[<%]\s*featured-resource\s+link=\"/?([^\"]+)\"\s*[>%]\}\}", r"[/\1](/\1)"),
        (r"\{\{[<%]\s*fb-video\s+\"([^\"]+)\"\s*[>%]\}\}", r"[Video](\1)"),
        (r"\{\{[<%]\s*tweet\s+user=\"([^\"]+)\"\s+id=\"(\d+)\"\s*[>%]\}\}",
         r"[Post by @\1](https://twitter.com/\1/status/\2)"),
        (r"\{\{[<%]\s*[a-z]+-iframe\s[^}]*?src=\"([^\"]*)\"[^}]*?title=\"([^\"]*)\"[^}]*?[>%]\}\}", r"[\2](\1)"),
        (r"\{\{[<%]\s*button\s[^>]*?href=\"?([^\"\s]*)\"*\s[^>]*?text=\"([^\"]*)\"[^>]*?[>%]\}\}", r"[\2](\1)"),
        (r"\{\{[<%]\s*asset-static\s[^>]*?label=\"([^\"]*)\"[^>]*?[>%]\}\}", r"\1"),
        (r"\{\{[<%]\s*(?:legacy-|asset-)?img[a-z-]*\s[^}]*?alt=\"([^\"]*)\"[^}]*?[>%]\}\}", r"\1"),
        (r"\{\{[<%]\s*(?:legacy-|asset-)?img[a-z-]*\s[^}]*?[>%]\}\}", ""),
        (r"\{\{[<%]\s*youtube\s[^}]*?id=\"?([\w-]+)\"?\s[^}]*?title=\"([^\"]*)\"[^}]*?[>%]\}\}",
         r"[\2](https://www.youtube.com/watch?v=\1)"),
        (r"\{\{[<%]\s*youtube\s+(?:id=)?\"?([\w-]+)\"?[^}]*?[>%]\}\}",
         r"[Video](https://www.youtube.com/watch?v=\1)"),
        (r"\{\{[<%]\s*quote-block\s[^}]*?text=\"([^\"]*)\"[^}]*?cite=\"([^\"]*)\"[^}]*?[>%]\}\}", r"> \1\n>\n> \2"),
        (r"\{\{[<%]\s*quote-block\s+text=\"([^\"]*)\"\s*[>%]\}\}", r"> \1"),
        (r"\{\{[<%]\s*card-policy\s[^}]*?src=\"([^\"]*)\"[^}]*?title=\"([^\"]*)\"[^}]*?[>%]\}\}", r"\2 (<\1>)"),
        (r"\{\{[<%]\s*accordion\s[^}]*?title=\"([^\"]*)\"[^}]*?[>%]\}\}", r"**\1**"),
        (r"\{\{[<%]\s*/?\s*(?:accordion|box|card-policy|card-prompt|checkbox[a-z-]*|checklist[a-z-]*|do-dont-table|"
         r"do-row|dont-row|highlight|note|ring|row)\b[^}]*?[>%]\}\}", ""),
        # A command alone on its line and without words of its own calls up a list that only the old site could make.
        (r"^[ \t]*\{\{[<%]\s*[\w-]+\s*[>%]\}\}[ \t]*$", ""),
        # Ruby templates: the text between the commands stays.
        (r"<%#?.*?%>", ""),
        # Kramdown.
        (r"^\{:[^}\n]*\}[ \t]*$|\{:[.#][^}\n]*\}", ""),
    )
)  # fmt: skip
_FENCE = re.compile(r"(^(?:```|~~~)[^\n]*\n.*?^(?:```|~~~)[ \t]*$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(
    r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]+)\]:[ \t]*<?(\S+?)>?[ \t]*(?:\"[^\"\n]*\")?[ \t]*$", re.MULTILINE)
_USED = re.compile(r"(?<!\\)(?<![\]!])\[([^\[\]\n]+)\](?:\[([^\[\]\n]*)\])?(?![(\[:])")
_OTHER_SPACE = re.compile(r"[a-z0-9-]+:\S")
_HTML_LINK = re.compile(r"<a\s[^<>]*?href=\"([^\"]*)\"[^<>]*>((?:[^<]|<(?!/a>))*)</a>", re.IGNORECASE)


# A page that tells of its own site names it by a word of the template language.
_OWN_SITE = re.compile(r"\{\{\s*(?:siteRoot|site\.url)\s*\}\}")
_COMMAND = re.compile(r"\{\{[<%]?[^{}\n]*[>%]?\}\}|\{%[^\n]*?%\}|<%[^\n]*?%>")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def cleaned(text: str, site: str = "") -> str:
    """The text without its template language, where that has a plain meaning. Blocks of code stay as they are.

    `site` is the address that the handbook was published at, where it is known.
    """
    text = _outside_code(text, _clean)
    if site:
        text = _outside_code(text, lambda part: _OWN_SITE.sub(site.replace("\\", ""), part))
    return text.strip() + "\n"


def commands_left(text: str) -> list[str]:
    """Commands of the old site's template language that still stand in a text, outside of code."""
    found: list[str] = []

    def look(part: str) -> str:
        # What Witan writes itself looks alike.
        every = _COMMAND.findall(_CODE_SPAN.sub("", part))
        found.extend(each for each in every if not re.match(r"\{\{/?(?:include|excerpt)\b", each))
        return part

    _outside_code(text, look)
    return found


def _clean(text: str) -> str:
    for pattern, replacement in CLEANING:
        text = pattern.sub(replacement, text)
    return text


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts = _FENCE.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


class Linker:
    """Knows every page of a handbook by its addresses and rewrites links between them to wiki links.

    `titles` are the pages' titles in Witan by path, `sites` addresses that the handbook was published at.
    """

    def __init__(self, files: list[PageFile], titles: Mapping[str, str], sites: tuple[str, ...] = ()) -> None:
        self.titles = titles
        self.sites = sites
        self.pages: dict[str, PageFile] = {}
        self.names: dict[str, PageFile | None] = {}
        for file in files:
            for address in file.addresses:
                self.pages.setdefault(address, file)
            name = file.node.name.lower()
            self.names[name] = None if name in self.names else file
        self.rewritten = 0

    def rewrite(self, text: str, file: PageFile) -> str:
        """The text with `[[wiki links]]` in place of links to pages of the same handbook."""
        return _outside_code(text, lambda part: self._rewrite(part, file))

    def _rewrite(self, text: str, file: PageFile) -> str:
        text = self._resolve_references(text, file)
        text = _HTML_LINK.sub(lambda m: self._wiki(file, m[1], re.sub(r"<[^>]*>", "", m[2])) or m[0], text)
        return _LINK.sub(lambda m: m[0] if m[1] else self._wiki(file, m[3], m[2]) or m[0], text)

    def _resolve_references(self, text: str, file: PageFile) -> str:
        own = {m[1].lower(): m[2] for m in _REFERENCE.finditer(text) if self.target(file, m[2])}
        if not own:
            return text

        def put(m: re.Match[str]) -> str:
            address = own.get((m[2] or m[1]).lower())
            return self._wiki(file, address, m[1]) or m[0] if address else m[0]

        return _REFERENCE.sub(lambda m: "" if m[1].lower() in own else m[0], _USED.sub(put, text))

    def _wiki(self, file: PageFile, address: str, label: str) -> str | None:
        found = self.target(file, address)
        if found is None:
            return None
        self.rewritten += 1
        title = self.titles[found.path]
        section = unquote(urlsplit(address).fragment)
        label = " ".join(re.sub(r"[\[\]|]", " ", label).split())
        if label == address or not label:
            label = title
        # Signs that end a link early are no part of the page's address either.
        target = slugify(title) if _OTHER_SPACE.match(title) else re.sub(r"[\[\]|#]", " ", title).strip()
        target += f"#{section}" if re.fullmatch(r"[\w -]+", section) else ""
        return f"[[{target}]]" if label == target else f"[[{target}|{label}]]"

    def target(self, file: PageFile, address: str) -> PageFile | None:
        """The page of this handbook that an address in `file` leads to."""
        for site in self.sites:
            if address.startswith(site):
                address = "/" + address[len(site) :].lstrip("/")
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        path = unquote(parts.path)
        if parts.scheme or parts.netloc or not path.strip("/"):
            return None
        if path.startswith("/"):
            return self.pages.get(plain_address(path))
        return self._relative(file, path)

    def _relative(self, file: PageFile, path: str) -> PageFile | None:
        # A page may have been served as a folder (`slack/`) or as a file: both readings are tried.
        beside = file.place.parent
        for base in (beside, file.node, PurePosixPath()):
            found = self.pages.get(plain_address(_joined(base, path)))
            if found is not None:
                return found
        name = PurePosixPath(plain_address(path)).name
        return self.names.get(name) if "/" not in path.strip("/") or path.endswith(".md") else None


def _joined(base: PurePosixPath, path: str) -> str:
    parts = list(base.parts)
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
