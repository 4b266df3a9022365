"""Templates compiled with shortcuts say what Jinja's own would say."""

import pytest
from jinja2 import DictLoader, Environment, pass_context
from markupsafe import Markup

from blueprints.kit.brisk import BriskCode, BriskContext, BriskTemplate

PARTS = """
{% macro plain(a, b="<b>", c=none) %}{{ a }}|{{ b }}|{{ c }}{% endmacro %}
{% macro around(title) %}<p title="{{ title }}">{{ caller() }}</p>{% endmacro %}
{% macro any(first) %}{{ first }} {{ varargs }} {{ kwargs }}{% endmacro %}
"""
TEMPLATES = (
    "{{ plain('<i>') }}",
    "{{ plain('a', c='&') }}",
    "{{ plain(b=1, a=mark) }}",
    "{{ plain(a=true, b=nothing) }}",
    "{% call around('\"') %}{{ '<' }}{% endcall %}",
    "{{ any(1, 2, x='<') }}",
    "{% set kept %}{{ '<' }}{% endset %}{{ kept }}{{ kept ~ '<' }}{{ kept|length }}",
    "{{ plain(plain('<')) }}",
    "{% for each in numbers %}{% set n = each %}{{ told('<') }}{{ seen() }}{{ '%s&'|format(n) }}{% endfor %}",
    "{{ 'a<b'.split('<')|join }}{{ {'a': 1}.items()|list }}{{ '%d'.__mod__(3) }}{{ told(word='<') }}",
    "{{ mark }}{{ 1.5 }}{{ none }}{{ numbers }}{{ missing }}{{ '<'|upper|e }}{{ {'a': '<'}.a }}",
    "{% macro here() %}{{ '<' }}{% endmacro %}{{ here() }}{% if here() is string %}yes{% endif %}",
)


class Brisk(Environment):
    code_generator_class = BriskCode
    context_class = BriskContext
    template_class = BriskTemplate


@pass_context
def seen(context: dict[str, int]) -> int:
    return context["n"]


def said(environment: type[Environment], text: str) -> str:
    made = environment(loader=DictLoader({"parts": PARTS}), autoescape=True)
    made.globals.update(told=lambda word: word + "!", seen=seen, mark=Markup("<u>"), numbers=[1, 2])
    return made.from_string('{% from "parts" import any, around, plain %}' + text).render()


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_says_what_jinja_would_say(text: str) -> None:
    assert said(Brisk, text) == said(Environment, text)


@pytest.mark.parametrize("text", ["{{ plain(1, 2, 3, 4) }}", "{{ plain(1, d=2) }}", "{{ plain(1, a=2) }}"])
def test_wrong_arguments_are_refused_as_by_jinja(text: str) -> None:
    for environment in (Brisk, Environment):
        with pytest.raises(TypeError):
            said(environment, text)
