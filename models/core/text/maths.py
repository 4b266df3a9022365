"""Formulas: LaTeX to MathML, and to plain words for lists, titles and search. The only user of latex2mathml.

What cannot be read as a formula stays code, as it was typed.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element  # only walks trees here, never parses

from latex2mathml.converter import convert_to_element

LONGEST = 2_000
# A formula within a line that has more words than this can be wider than a phone, so that it scrolls in itself.
WIDE = 30

# Tags that are known, and of attributes those that change how a formula is read.
TAGS = frozenset({
    "math", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts",
    "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr",
    "munder", "munderover", "none",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "accent", "accentunder", "columnalign", "columnspan", "display", "displaystyle", "fence", "form", "linethickness",
    "mathvariant", "maxsize", "minsize", "movablelimits", "rowspan", "separator", "stretchy", "symmetric", "width",
})  # fmt: skip


@lru_cache(maxsize=4_096)
def formula(source: str, *, block: bool = False) -> tuple[str, str] | None:
    """The MathML of a LaTeX formula and its plain words, or None for what is none."""
    if not source.strip() or len(source) > LONGEST:
        return None
    try:
        made = convert_to_element(source.strip(), display="block" if block else "inline")
        return _markup(made, _words(made)), _words(made)
    except Exception:  # the library raises whatever a broken formula leads to, down to RecursionError
        return None


def shown_formula(source: str, *, block: bool = False, draw: bool = True) -> tuple[str, str]:
    """HTML of a formula and its words, both ready to stand in a text: code when it cannot be read or is not drawn.

    A wide one within a line scrolls in itself.
    """
    found = formula(source, block=block) if draw else None
    if found is None:
        typed = escape(source, quote=False)
        return f"<code>{typed}</code>", typed
    markup, words = found
    if not block and len(words) > WIDE:
        markup = f'<span class="formula" tabindex="0">{markup}</span>'
    return markup, escape(words, quote=False)


def formulas_opened(html: str, mark: str) -> str:
    """Fenced blocks whose language is "math", marked for the finisher with their source."""
    block = re.compile(rf'<pre><code data-w="{mark} math">([^<]*)</code></pre>')
    return block.sub(lambda found: _opened(found[1].strip(), mark), html)


def _opened(source: str, mark: str) -> str:
    source = source.replace('"', "&quot;")
    return f'<div data-w="{mark} maths {source}"></div>'


def formula_words(source: str) -> str:
    """A LaTeX formula as plain words: `\\frac{1}{2}x^2` is 1/2 x^2; as it is when it cannot be read."""
    found = formula(source)
    return found[1] if found else source


def _markup(element: Element, words: str = "") -> str:
    inner = "".join([escape(_own(element), quote=False), *map(_markup, element)])
    if element.tag not in TAGS:
        return inner
    more = f' alttext="{escape(words)}"' if words else ""
    more += "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in ATTRIBUTES)
    return f"<{element.tag}{more}>{inner}</{element.tag}>"


def _own(element: Element) -> str:
    """The characters of an element itself: the library writes them as references, and brackets of kets as signs."""
    text = unescape(element.text or "")
    return BRACKETS.get(text, text) if element.get("fence") else text


# Signs with a space on both sides, and those that get one only between two things.
APART = frozenset("=≠<>≤≥≈≡≅∼∝→←↔↦⇒⇔∈∉⊂⊆⊗⊕×≪≫∧∨∘≔:")
BETWEEN = frozenset("+−±-")
ACCENTS = {"^": "\u0302", "~": "\u0303", "¯": "\u0304", "‾": "\u0304", "→": "\u20d7", "˙": "\u0307", "˜": "\u0303"}
BRACKETS = {"<": "⟨", ">": "⟩"}
RAISED = dict(zip("0123456789+−-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))
LOWERED = dict(zip("0123456789+−-", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True))


def _words(element: Element) -> str:
    said = _SAID.get(element.tag)
    return said(element) if said else _row(element)


def _row(element: Element) -> str:
    parts: list[str] = []
    for each in element:
        word = _words(each)
        if each.tag == "mo" and (word in APART or (word in BETWEEN and "".join(parts).strip(" ([|"))):
            word = f" {word} "
        elif each.tag == "mo" and word == ",":
            word = ", "
        elif word.isalpha() and len(word) > 1 and parts and parts[-1][-1:].isalnum():
            word = f" {word}"
        parts.append(word)
    return _own(element) or " ".join("".join(parts).split())


def _parts(element: Element) -> list[str]:
    return [_words(each) for each in element]


def _grouped(words: str) -> str:
    return words if len(words) < 2 or words.isalnum() or (words[0] == "(" and words[-1] == ")") else f"({words})"


def _small(words: str, sign: str, letters: dict[str, str]) -> str:
    if not words:
        return ""
    if all(letter in letters for letter in words):
        return "".join(letters[letter] for letter in words)
    return sign + (words if len(words) == 1 else f"({words})")


def _below_and_above(element: Element) -> str:
    base, below, above = [*_parts(element), "", ""][:3]
    return base + _small(below, "_", LOWERED) + _small(above, "^", RAISED)


def _above(element: Element) -> str:
    base, above = [*_parts(element), ""][:2]
    return base + (ACCENTS.get(above) or _small(above, "^", RAISED))


def _fraction(element: Element) -> str:
    above, below = [*_parts(element), ""][:2]
    return f"{_grouped(above)}/{_grouped(below)}"


def _root(element: Element) -> str:
    of, degree = [*_parts(element), ""][:2]
    return f"{_small(degree, '', RAISED)}√{_grouped(of)}"


_SAID: dict[str, Callable[[Element], str]] = {
    "msub": _below_and_above,
    "msubsup": _below_and_above,
    "munder": _below_and_above,
    "munderover": _below_and_above,
    "msup": _above,
    "mover": _above,
    "mfrac": _fraction,
    "mroot": _root,
    "msqrt": lambda element: f"√{_grouped(_row(element))}",
    "mtr": lambda element: ", ".join(_parts(element)),
    "mtable": lambda element: "; ".join(_parts(element)),
    "mspace": lambda element: " ",
    "mphantom": lambda element: "",
}
