"""What the forum puts on the desk of a space: questions that nobody has answered."""

from blueprints.kit.addresses import entry_href
from blueprints.kit.desk_sections import MOST, Action, Found, Row, Section, register
from blueprints.kit.request import db, viewer
from models.core.language import ago, pgettext
from models.core.language import gettext as _
from models.forums.reading import topics
from models.spaces.space import Space


def _unanswered(space: Space) -> Found:
    found = [row for row in topics(db(), viewer(), space.id, "open") if not row.reply_count]
    rows = [
        Row(
            row.title,
            entry_href(row),
            _("%(name)s asked %(when)s.", name=row.author_name, when=ago(row.created_at)),
            (Action(pgettext("verb", "Answer"), f"{entry_href(row)}#answer"),),
        )
        for row in found[: MOST + 1]
    ]
    return Found(rows, Action(_("All open questions"), f"/s/{space.slug}/forum?view=open"))


register(Section("questions", 50, lambda: _("Questions without an answer"), _unanswered))
