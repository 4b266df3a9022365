"""What confirmations put on the desk of a space: rounds in which somebody is missing, as numbers without names."""

from typing import Any

from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.request import db, viewer
from models.core import clock
from models.core.language import day, number
from models.core.language import gettext as _
from models.spaces.space import Space
from models.wiki.procedures.confirming import FEWEST_SHOWN
from models.wiki.procedures.reading import rounds_of_space


def missing(space: Space) -> Found:
    return Found([_row(row) for row in rounds_of_space(db(), viewer(), space.id) if row.signed < row.asked][: MOST + 1])


def _row(row: Any) -> Row:
    """Who is missing is for the issuer; other curators see how many, and that of five people or more alone."""
    mine = row.issuer_id == viewer().id
    late = row.due_on < clock.now().date()
    due = _("It was due on %(day)s.", day=day(row.due_on)) if late else _("Due on %(day)s.", day=day(row.due_on))
    counted = ""
    if mine or row.asked >= FEWEST_SHOWN:
        told = {"signed": number(row.signed), "asked": number(row.asked)}
        counted = _("%(signed)s of %(asked)s people have confirmed it.", **told)
    href = f"/confirmations/{row.id}"
    action = Action(_("Who is missing"), f"{href}/missing") if mine else Action(_("Look at it"), href)
    return Row(row.title, href, f"{counted} {due}".strip(), (action,))


register(
    Section(
        "signatures",
        25,
        title=lambda: _("Signatures missing"),
        about=lambda: _(
            "Pages that people are asked to read and confirm. Names are shown to whoever asked, and to nobody else."
        ),
        gather=missing,
    )
)
