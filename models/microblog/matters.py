"""Whom posts concern, besides what `entries.matters` says of every kind: whoever wrote what is shared."""

from typing import Any

from sqlalchemy.orm import Session

from models.activity.matters import Done, Matter, matter
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.matters import writer_of


def _writer_of_shared(session: Session, act: Done) -> Any:
    return writer_of(act.detail["of"])


matter(
    Matter(
        verb="shared",
        reason="shared",
        people=_writer_of_shared,
        said=lambda who: ngettext(
            "%(who)s shared what you wrote", "%(who)s shared what you wrote", who.number, who=who
        ),
        why=lambda: _("You wrote what is shared here."),
        label=lambda: _("Somebody shares what I wrote"),
        kinds=("post",),
        rank=35,
    )
)
