"""HTML from elsewhere as Markdown: what it becomes, and that drawing it gives the same words."""

import pytest

from models.core.text import render
from models.transfer.html_text import markdown_of

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


def test_formulas_keep_every_sign() -> None:
    formula = r"$\left\{\alpha_1 * \beta_2\right\}$"
    drawn = render(markdown_of(f"<p>Let {formula} be</p>", maths=True))
    assert formula in drawn.text


def test_lists_in_lists_are_drawn_as_such() -> None:
    drawn = render(markdown_of("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")).html
    assert drawn.count("<ul>") == 2
    assert drawn.count("<li>") == 3
