"""Why somebody stands in a list of people: the sentence that names what the words were found in."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from models.core.language import gettext as _
from models.people.words import matcher, plain

MOST_NAMED = 3


class Reasons:
    """Says of each person why they were found; made once for a list, whose words do not change."""

    def __init__(self, text: str) -> None:
        self.holds = matcher(text)
        self.own = (_("name"), _("job title"), _("place of work"))
        self.labels = _labels()
        # Most of a list is found by the same.
        self.part = cache(lambda what, words: _("%(what)s: %(words)s", what=what, words=words))
        self.sentence = cache(lambda reasons: _("Found by: %(reasons)s", reasons=reasons))

    def of(self, row: Any, found: list[tuple[str, str]]) -> str:
        """One line such as `Found by: job title; skills: Procurement`; `found` is what `Words.found_by` gives."""
        own = (f"{row.name} {row.username}", row.job_title, row.place)
        said = [name for name, value in zip(self.own, own, strict=True) if value and self.holds(plain(value))]
        for by, label in self.labels.items() if found else ():
            # A post that is called as the job title says nothing more.
            texts = [value for kind, value in found if kind == by and not (by == "post" and value == row.job_title)]
            if texts:
                named = ", ".join(filter(None, texts[:MOST_NAMED]))
                said.append(self.part(label, named) if named else label)
        return self.sentence("; ".join(said)) if said else ""


def names_one_of(text: str, people: Iterable[Any]) -> bool:
    """Whether two words or more are the name of one of these people: who wrote to them, or about them, is not meant.

    One word alone may be a name or a matter: Wood, Price, Law.
    """
    holds = matcher(text)
    return len(plain(text).split()) > 1 and any(holds(plain(f"{row.name} {row.username}")) for row in people)


def _labels() -> dict[str, str]:
    return {
        "skill": _("skills"),
        "topic": _("topics that they accepted"),
        "ask": _("“ask me about”"),
        "language": _("languages"),
        "post": _("posts held"),
        "about": _("what they say about themselves"),
    }
