"""Templates compiled for each language: the texts are those of the language, and what must stay a call does."""

from flask import Flask

from blueprints.kit.spoken import PLAIN, SpokenEnvironment
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
