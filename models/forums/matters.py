"""Whom acts in the forum concern, besides what `entries.matters` says of every kind."""

from collections.abc import Callable

from models.activity.matters import Matter, Who, matter
from models.core.language import gettext as _
from models.entries.matters import author
from models.forums.topic import TOPIC_KINDS

matter(
    Matter(
        verb="accepted",
        reason="accepted",
        people=author,
        said=lambda who: _("%(who)s accepted your answer", who=who),
        why=lambda: _("You wrote this answer."),
        label=lambda: _("My answer is accepted"),
        kinds=("answer",),
        rank=20,
        settled_by=("unaccepted",),
    )
)


def _ended(verb: str, said: Callable[[Who], str]) -> None:
    """Whoever began a topic hears that it takes nothing more; the reason that was given stands behind the sentence."""
    matter(
        Matter(
            verb=verb,
            reason="closed",
            people=author,
            said=said,
            why=lambda: _("You began this."),
            label=lambda: _("Somebody closes or archives what I began"),
            kinds=TOPIC_KINDS,
            rank=25,
            settled_by=("reopened",),
        )
    )


# Nobody did it where the silence closed it.
_ended("closed", lambda who: _("%(who)s closed this", who=who) if who.number else _("This was closed"))
_ended("archived", lambda who: _("%(who)s archived this", who=who))
