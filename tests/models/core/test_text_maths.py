"""Formulas in texts: what they become, what they are called in plain words, and what broken and hostile ones do."""

import re

import pytest

from models.core.text import formula_words, references, render
from models.core.text.maths import LONGEST

WORDS = [
    (r"\frac{1}{\sqrt{2}}(|0\rangle+|1\rangle)", "1/(√2)(|0⟩ + |1⟩)"),
    (r"e^{-i\Delta t Z}", "e^(−iΔtZ)"),
    (r"\sum_{i=1}^{n} x_i", "∑_(i = 1)ⁿx_i"),
    (r"\begin{pmatrix}1&0\\0&1\end{pmatrix}", "(1, 0; 0, 1)"),
    (r"\left|0\right>", "|0⟩"),
    (r"\hat X", "X̂"),
    (r"a \mod N", "a mod N"),
    (r"\frac", r"\frac"),
    ("", ""),
]
HOSTILE = [
    r"\text{<script>alert(1)</script>}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(//x.example)}{x}",
    r"\class{btn}{x}",
    r"\newcommand{\x}{\x\x}\x",
    "{" * 900,
    "^" * 900,
    r"\sqrt{" * 300,
    "</math><img src=x onerror=alert(1)>",
    'x" onload="alert(1)',
]


@pytest.mark.parametrize(("source", "words"), WORDS)
def test_a_formula_is_said_in_plain_words(source: str, words: str) -> None:
    assert formula_words(source) == words


def test_a_formula_in_a_line_is_drawn_and_found_by_its_words() -> None:
    drawn = render(r"The state $`\alpha^2`$ is `$`code`")
    assert '<math alttext="α²" display="inline"><mrow><msup><mi>α</mi><mn>2</mn></msup></mrow></math>' in drawn.html
    assert drawn.text.startswith("The state α² is")


def test_a_wide_formula_and_a_block_scroll_in_themselves() -> None:
    wide = "+".join("abcdefgh")
    assert '<span class="formula" tabindex="0"><math' in render(f"$`{wide}={wide}`$").html
    assert '<div class="formula" tabindex="0"><math' in render(f"```math\n{wide}\n```").html


def test_dollars_alone_are_money() -> None:
    assert "<math" not in render("It costs $5, or `$6` and $7").html


def test_what_is_no_formula_stays_code() -> None:
    assert render(r"$`\frac`$").html == r"<p><code>\frac</code></p>"
    assert "<math" not in render(f"$`{'x' * LONGEST}y`$").html


def test_nothing_in_a_formula_is_a_link_or_a_name() -> None:
    assert references("$`@ben #tag [[Page]]`$") == references("")


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("shape", ["$`{}`$", "```math\n{}\n```"])
def test_a_hostile_formula_is_text(source: str, shape: str) -> None:
    html = render(shape.replace("{}", source)).html
    tags = re.findall(r"<([a-z]+)((?: [a-z]+=\"[^\"]*\")*)>", html)
    assert not {name for name, _ in tags} & {"script", "a", "img"}
    assert not [more for _, more in tags if re.search(r" (?:on\w+|href|style|src)=", re.sub(r'"[^"]*"', '""', more))]
    assert not re.search(r'class="(?!formula)', html)


def test_what_a_person_writes_as_mathml_is_dropped() -> None:
    assert "<mi" not in render("<math><mi>x</mi></math> after").html


def test_a_text_of_formulas_alone_ends() -> None:
    """Beyond a limit they stay as they were typed."""
    html = render(" ".join(f"$`{'x+y' * 300}{number}`$" for number in range(40))).html
    assert "<math" in html
    assert "<code>" in html
