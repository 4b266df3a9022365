"""Whom the acts of answering concern, and the sentence that says why. Notices are made from these."""

from collections.abc import Callable
from typing import Any

from models.activity.matters import Matter, Who, matter, person_in
from models.core.language import gettext as _

Said = Callable[[Who], str]


def _to_person(
    verb: str, reason: str, said: Said, why: Callable[[], str], label: Callable[[], str], rank: int = 30, **more: Any
) -> None:
    matter(Matter(verb, reason, person_in, said, why, label, rank=rank, **more))


_to_person(
    "asked-to-answer",
    "asked-to-answer",
    lambda name: _("%(name)s asks you to answer", name=name),
    lambda: _("A colleague thinks that you know the answer."),
    lambda: _("Somebody asks me to answer a question"),
    rank=15,
    kinds=("question",),
    personal=True,
    settled_by=("accepted", "closed"),
)
_to_person(
    "overdue",
    "overdue",
    lambda name: _("The answer is overdue"),
    lambda: _("You answer in this space, or curate it."),
    lambda: _("Questions of my spaces are overdue"),
    kinds=("question",),
    settled_by=("accepted", "closed"),
)
_to_person(
    "asked-if-solved",
    "asked-if-solved",
    lambda name: _("Did this solve it?"),
    lambda: _("You asked this, and nobody has written for a while. Without a word it will be closed."),
    lambda: _("Something I asked goes silent"),
    kinds=("question", "discussion"),
    settled_by=("accepted", "closed"),
)
_to_person(
    "doubted",
    "doubted",
    lambda name: _("Somebody says that an answer is out of date"),
    lambda: _("You wrote this answer."),
    lambda: _("Somebody says that my answer is out of date"),
    kinds=("answer",),
)
_to_person(
    "became-page",
    "became-page",
    lambda name: _("%(name)s made a wiki page of an answer", name=name),
    lambda: _("You wrote this answer. The page names you."),
    lambda: _("An answer of mine becomes a wiki page"),
    kinds=("answer",),
)
_to_person(
    "invited-expert",
    "invited-expert",
    lambda name: _("%(name)s asks you to answer questions in a space", name=name),
    lambda: _("You can say yes or no, and leave at any time."),
    lambda: _("A space asks me to answer its questions"),
    rank=15,
    personal=True,
)
for _verb, _said in {
    "became-expert": lambda name: _("%(name)s answers questions here from now on", name=name),
    "declined-expert": lambda name: _("%(name)s does not want to answer questions here", name=name),
    "left-experts": lambda name: _("%(name)s no longer answers questions here", name=name),
}.items():
    _to_person(
        _verb,
        "expert-said",
        _said,
        lambda: _("You invited them."),
        lambda: _("Somebody says whether they will answer in my space"),
    )
