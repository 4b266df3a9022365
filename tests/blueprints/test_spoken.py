"""Templates compiled for each language: the texts are those of the language, and what must stay a call does."""

from flask import Flask
from markupsafe import Markup

from blueprints.kit.spoken import FILLED, PLAIN, SpokenEnvironment, _said_with
from models.core.language import speaking


def test_one_template_speaks_every_language(app: Flask, browser) -> None:
    browser("aisha.khan").post("/language", {"locale": "fr"})
    assert "Poser une question" in browser("aisha.khan").get("/").text
    assert "Ask a question" in browser("ben.okafor").get("/").text


def test_each_language_has_compiled_templates_of_its_own(app: Flask) -> None:
    env = app.jinja_env
    assert isinstance(env, SpokenEnvironment)
    with speaking("en_GB"):
        english = env.get_template("menu/help.html")
    with speaking("fr"):
        french = env.get_template("menu/help.html")
    with speaking("en_GB"):
        assert env.get_template("menu/help.html") is english is not french


def test_only_plain_texts_are_put_in_beforehand() -> None:
    assert PLAIN.sub("X", "{{ _(\"Save\") }} {{ _('You') }}") == "X X"
    for call in ('{{ _("Hello %(name)s", name=name) }}', '{{ _("A") ~ "b" }}', "{{ _(word) }}", '{{- _("A") }}'):
        assert PLAIN.sub("X", call) == call


def test_texts_with_plain_names_in_them_are_put_in_around_these(app: Flask) -> None:
    env = app.jinja_env
    sources = {
        '{{ _("in reply to %(name)s", name=one.name) }}': "in reply to &lt;Ben&gt;",
        '{{ _("%(name)s said %(said)s at 100%% of %(name)s", name=one.name, said=one.said) }}': (
            "&lt;Ben&gt; said <b>so</b> at 100% of &lt;Ben&gt;"
        ),
        '{{ _("%(num)s of %(all)s", num=one.number, all=one.none) }}': "3 of None",
        '{{ _("it is %(name)s", name=one.name|upper) }}': "it is &lt;BEN&gt;",
    }
    one = {"name": "<Ben>", "said": Markup("<b>so</b>"), "number": 3, "none": None}
    with speaking("en_GB"):
        for source, said in sources.items():
            made = env._in("en_GB").from_string(source)
            assert made.render(one=one) == said == env.from_string(source).render(one=one)


def test_what_is_worked_out_or_does_not_fit_stays_a_call() -> None:
    assert FILLED.sub("X", '{{ _("A %(n)s", n=a.b, m=c) }}') == "X"
    for call in ('{{ _("A %(n)s", n=a|b) }}', '{{ _("A %(n)s", n=f(a)) }}', '{{ _("A %(n)s", n=a) if a else _("B") }}'):
        assert FILLED.sub("X", call) == call
    for call in ('{{ _("A %(n)s of %(m)s", n=a) }}', '{{ _("A %(n)d", n=a) }}', '{{ _("A { %(n)s", n=a) }}'):
        assert FILLED.sub(lambda found: _said_with(found, "en_GB"), call) == call
