"""What change requests put on the desk of a space: those that wait, the longest first."""

from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.request import db, viewer
from models.core.language import ago, ngettext
from models.core.language import gettext as _
from models.spaces.space import Space
from models.wiki.requests.lists import requests_of_space


def waiting(space: Space) -> Found:
    found = sorted(requests_of_space(db(), viewer(), space.id), key=lambda row: row.moved_at)
    rows = [
        Row(
            row.page_title or row.title,
            f"/change-requests/{row.id}",
            ngettext(
                "By %(name)s. %(num)s more approval is needed. Last change: %(when)s.",
                "By %(name)s. %(num)s more approvals are needed. Last change: %(when)s.",
                max(0, row.needed - row.approved),
                name=row.author_name,
                when=ago(row.moved_at),
            ),
            (Action(_("Look at it"), f"/change-requests/{row.id}"),),
        )
        for row in found[: MOST + 1]
    ]
    return Found(rows, Action(_("All change requests"), f"/s/{space.slug}/change-requests"))


register(
    Section(
        "change-requests",
        15,
        title=lambda: _("Changes that wait for approval"),
        about=lambda: _("Those that nobody moves are closed after 30 days. Their text is kept."),
        gather=waiting,
    )
)
