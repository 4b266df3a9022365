"""Reads style sheets as rules: drops what brand rules forbid, keeps chosen components, packs. Knows no file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FONT = "GDS Transport"
FORBIDDEN = re.compile(r"logotype|copyright-logo|crown|crest")
OBSOLETE = re.compile(r"-ms-|@-moz-document|\\0|not \(caret-color|not \(text-wrap")


@dataclass
class Rule:
    """One rule: `prelude { declarations }`, or an at-rule around further rules."""

    prelude: str
    declarations: str = ""
    rules: list["Rule"] = field(default_factory=list)

    def __str__(self) -> str:
        inside = "".join(map(str, self.rules)) or self.declarations
        return f"{self.prelude}{{{inside}}}" if inside else ""


def parse(text: str) -> list[Rule]:
    """Rules of a sheet. Comments, @charset and @import are left out."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"@charset[^;]*;|@import[^;]*;", "", text)
    return list(_rules(text))


def _rules(text: str) -> Iterator[Rule]:
    start = 0
    while (opening := text.find("{", start)) >= 0:
        closing = _closing(text, opening)
        prelude, inside = text[start:opening].strip(), text[opening + 1 : closing]
        grouping = prelude.startswith(("@media", "@supports", "@layer", "@keyframes"))
        yield Rule(prelude, rules=list(_rules(inside))) if grouping else Rule(prelude, _squeeze(inside))
        start = closing + 1


def _closing(text: str, opening: int) -> int:
    depth, quote = 0, ""
    for at in range(opening, len(text)):
        letter = text[at]
        if quote:
            quote = "" if letter == quote and text[at - 1] != "\\" else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
            if not depth:
                return at
    raise ValueError("a brace is not closed")


def _squeeze(declarations: str) -> str:
    flat = re.sub(r"\s+", " ", declarations).strip()
    return re.sub(r"\s*([;:,])\s*", r"\1", flat).rstrip(";") if '"' not in flat else flat.rstrip("; ")


def without_brand(rules: list[Rule]) -> list[Rule]:
    """The sheet without fonts, crest, logo and packaged images; the family becomes Arial."""
    kept = []
    for rule in rules:
        if rule.prelude.startswith("@font-face"):
            continue
        rule = Rule(rule.prelude, rule.declarations.replace(FONT + ",", ""), without_brand(rule.rules))
        if not FORBIDDEN.search(rule.prelude) and "url(" not in rule.declarations:
            kept.append(rule)
    return kept


def reduced(rules: list[Rule], wanted: Callable[[str], bool]) -> list[Rule]:
    """Only selectors that `wanted` accepts.

    Left out too: rules for browsers that are gone, fonts (the page's own is inherited), larger type on wide screens.
    """
    return list(_reduced(rules, wanted, wide=False))


def _reduced(rules: list[Rule], wanted: Callable[[str], bool], wide: bool) -> Iterator[Rule]:
    for rule in rules:
        if OBSOLETE.search(rule.prelude) or (rule.prelude.startswith("@media") and "print" in rule.prelude):
            continue
        if rule.rules:
            inner = list(_reduced(rule.rules, wanted, wide or "min-width:40.0625em" in rule.prelude))
            if inner:
                yield Rule(rule.prelude, rules=inner)
            continue
        selectors = ",".join(s for s in _selectors(rule.prelude) if wanted(s) and not OBSOLETE.search(s))
        declarations = _own_type(rule.declarations, wide)
        if selectors and declarations:
            yield Rule(selectors, declarations)


def _selectors(prelude: str) -> list[str]:
    return re.split(r",(?![^(]*\))", prelude)


def _own_type(declarations: str, wide: bool) -> str:
    dropped = ("font-family", "-webkit-font-smoothing", "-moz-osx-font-smoothing", "-webkit-text-decoration-skip")
    dropped += ("font-size", "line-height") if wide else ()
    parts = re.split(r";(?![^(]*\))", declarations)
    kept = (p for p in parts if p and p.split(":", 1)[0] not in dropped)
    return re.sub(r"(var\(--govuk-[a-z-]+),[^()]*\)", r"\1)", ";".join(kept))


def packed(rules: list[Rule]) -> str:
    """The rules on one line each, neighbours with the same prelude joined."""
    joined: list[Rule] = []
    for rule in rules:
        rule = Rule(_flat(rule.prelude), rule.declarations, _joined(rule.rules))
        if rule.rules and joined and joined[-1].prelude == rule.prelude:
            joined[-1].rules += rule.rules
        else:
            joined.append(rule)
    return "\n".join(filter(None, map(str, joined))) + "\n"


def _joined(rules: list[Rule]) -> list[Rule]:
    return [Rule(_flat(r.prelude), r.declarations, _joined(r.rules)) for r in rules]


def _flat(prelude: str) -> str:
    flat = re.sub(r"\s+", " ", prelude)
    return flat if flat.startswith("@") else re.sub(r"\s*([,>~])\s*", r"\1", flat)
