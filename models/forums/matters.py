"""Whom acts in the forum concern, besides what `entries.matters` says of every kind."""

from models.activity.matters import Matter, matter
from models.core.language import gettext as _
from models.entries.matters import author

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
