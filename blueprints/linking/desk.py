"""What the worker found puts on the desk of a space: pages and topics that another space has too."""

from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.request import db, viewer
from blueprints.linking.twins import pair_href, sides, why
from models.core.language import gettext as _
from models.search.twins import twins_of
from models.spaces.space import Space


def _twins(space: Space) -> Found:
    rows = []
    for row in twins_of(db(), viewer(), [space.id])[: MOST + 1]:
        mine, theirs = sides(row, [space.id])
        like = _("Like “%(title)s” in %(space)s. %(why)s", title=theirs.title, space=theirs.space_name, why=why(row))
        rows.append(Row(mine.title, mine.href, like, (Action(_("Compare"), pair_href(mine, theirs)),)))
    return Found(rows, Action(_("Likely twins of all your spaces"), "/twins"))


register(
    Section(
        "twins",
        65,
        lambda: _("Likely twins in other spaces"),
        _twins,
        lambda: _("Looked for once a week. You see those alone of which you may read both."),
    )
)
