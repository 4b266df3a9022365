"""The template languages of handbooks: what has a plain meaning becomes text, and what is left is found."""

import pytest

from models.transfer.handbook_text import cleaned, commands_left


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ('{{< featured-resource link="sea/" kicker="Up next" >}}', "**Up next:** [/sea/](/sea/)"),
        ('{{< featured-resource link="/guides/knots" >}}', "[/guides/knots](/guides/knots)"),
        ('[Knots]({{< tmp "events/knots.md" >}})', "[Knots](events/knots.md)"),
        ('[a]({{< link "https://x.example/c.pdf " see the chart"" >}}) now', "[a](https://x.example/c.pdf) now"),
        ('{{< button href=http://x.example/law.html"" text="The law" >}}', "[The law](http://x.example/law.html)"),
        ('{{< quote-block text="So many ferries." >}}', "> So many ferries."),
        ('{{< fb-video "https://www.facebook.com/x/videos/1/" >}}', "[Video](https://www.facebook.com/x/videos/1/)"),
        ('{{< tweet user="ferries" id="12" >}}', "[Post by @ferries](https://twitter.com/ferries/status/12)"),
        ('{{< cspan-iframe src="https://v.example/1" title="A hearing" >}}', "[A hearing](https://v.example/1)"),
        ('{% image "_img/knot.png" %}', "![](_img/knot.png)"),
        ("{% assign here = 'pier' %}\nWords", "Words"),
        ("<ul>\n{% for p in site.pages %}\n  <li>{{ p.title }}</li>\n{% endfor %}\n</ul>", "<ul>\n\n</ul>"),
        ("See [{{siteRoot}}]({{ siteRoot }}).", "See [https://f.example](https://f.example)."),
    ],
)  # fmt: skip
def test_a_command_with_a_plain_meaning_becomes_text(written: str, becomes: str) -> None:
    text = cleaned(written, "https://f.example")
    assert text == becomes + "\n"
    assert commands_left(text) == []


def test_what_is_left_is_found_outside_of_code() -> None:
    text = cleaned("{{ wind }} and `{{ rain }}`\n\n```\n{{ snow }}\n```\n\n{{include: Tides}}\n\n{{excerpt}}", "")
    assert commands_left(text) == ["{{ wind }}"]
