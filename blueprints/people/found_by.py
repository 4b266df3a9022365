"""Why somebody stands in a list of people: the sentence that names what the words were found in."""

from typing import Any

from models.core.language import gettext as _

MOST_NAMED = 3


def reasons(row: Any, text: str, found: list[tuple[str, str]]) -> str:
    """One line such as `Found by: job title; skills: Procurement`; nothing without words to look for.

    `found` is what `found_by` gives for the person.
    """
    words = text.casefold().split()
    if not words:
        return ""
    said = [label for label, value in _own(row) if _holds(value, words)]
    for by, label in _labels().items():
        # A post that is called as the job title says nothing more.
        texts = [value for kind, value in found if kind == by and not (by == "post" and value == row.job_title)]
        texts = list(dict.fromkeys(texts))
        if texts:
            named = ", ".join(filter(None, texts[:MOST_NAMED]))
            said.append(_("%(what)s: %(words)s", what=label, words=named) if named else label)
    return _("Found by: %(reasons)s", reasons="; ".join(said)) if said else ""


def _own(row: Any) -> list[tuple[str, str]]:
    return [
        (_("name"), f"{row.name} {row.username}"),
        (_("job title"), row.job_title),
        (_("place of work"), row.place),
    ]


def _labels() -> dict[str, str]:
    return {
        "skill": _("skills"),
        "ask": _("“ask me about”"),
        "language": _("languages"),
        "post": _("posts held"),
        "about": _("what they say about themselves"),
    }


def _holds(value: str, words: list[str]) -> bool:
    """As the directory looks for words: in this order, with anything between them."""
    place = 0
    for word in words:
        place = value.casefold().find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True
