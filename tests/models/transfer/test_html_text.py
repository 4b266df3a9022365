"""HTML from elsewhere as Markdown: what it becomes, and that drawing it gives the same words."""

import pytest

from models.core.text import render
from models.transfer.html_text import markdown_of, maths_in, title_with_maths

CASES = [
    ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo  \nthree\n"),
    ("<p><em>a</em> and <strong>b</strong></p>", "*a* and **b**\n"),
    ('<a href="https://example.org">there</a>', "[there](https://example.org)\n"),
    ('<a href="javascript:alert(1)">there</a>', "there\n"),
    ("<ul><li>a</li><li>b</li></ul>", "-   a\n-   b\n"),
    ("<ol><li><p>a</p></li><li><p>b</p></li></ol>", "1.  a\n2.  b\n"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
    ("<pre><code>x = 1\n\n\ny &lt; 2\n</code></pre>", "```\nx = 1\n\n\ny < 2\n```\n"),
    ("<h1>Head</h1><p>a</p>", "## Head\n\na\n"),
    ("<p>2 * 3 * 4 and a_b_c</p>", "2 \\* 3 \\* 4 and a\\_b\\_c\n"),
    ("<p>x<sub>1</sub></p>", "x<sub>1</sub>\n"),
    ("<script>alert(1)</script>ok", "ok\n"),
    ("</p></ul></a></code></pre>ok", "ok\n"),
    ("", "\n"),
]


@pytest.mark.parametrize(("html", "markdown"), CASES)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


def test_formulas_keep_every_sign_and_are_drawn() -> None:
    formula = r"\left\{\alpha_1 * \beta_2\right\}"
    markdown = markdown_of(f"<p>Let ${formula}$ be</p>", maths=True)
    assert markdown == f"Let $`{formula}`$ be\n"
    assert "<math" in render(markdown).html
    assert render(markdown).text == "Let {α₁*β₂} be"


def test_a_formula_of_its_own_becomes_a_block_wherever_it_stands() -> None:
    markdown = markdown_of("<p>So $$x^2$$ is</p><ul><li>a $$y$$</li></ul>", maths=True)
    assert render(markdown).html.count('<div class="formula" tabindex="0"><math') == 2


def test_formulas_in_comments_are_drawn_and_code_is_left() -> None:
    assert maths_in(r"Is $\psi_1$ like `$x$`?") == r"Is $`\psi_1`$ like `$x$`?"


def test_a_title_says_its_formulas_in_plain_words() -> None:
    assert (
        title_with_maths(r"The $R(\lambda^{-1})$ step for $4\times 4$ systems") == "The R(λ⁻¹) step for 4 × 4 systems"
    )


def test_a_picture_in_a_link_is_the_words_of_the_link() -> None:
    picture = '<img src="https://x.example/a.png" alt="enter image description here">'
    assert markdown_of(f'<a href="https://x.example/a">{picture}</a>') == "[Picture](https://x.example/a)\n"
    assert markdown_of(picture) == "[Picture](<https://x.example/a.png>)\n"


def test_lists_in_lists_are_drawn_as_such() -> None:
    drawn = render(markdown_of("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")).html
    assert drawn.count("<ul>") == 2
    assert drawn.count("<li>") == 3
