"""How search is: documents, what waits, segments, the last rebuild, errors."""

from flask import render_template

from blueprints.admin.status import reason_words
from blueprints.kit.guards import allow
from blueprints.kit.request import db
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.language import ngettext
from models.search.choosing import engine_name
from models.search.health import health, kind_of, lacks_room

# Found two seconds after saving is what people expect; beyond a minute somebody should look.
LATE = 60
ENGINES = {"postgres": lambda: _("PostgreSQL"), "embedded": lambda: _("embedded")}


@allow("admin.status")
def show_health() -> str:
    engine = services().engine
    index, found = engine.stats(), health(db())
    name = engine_name(engine)
    return render_template(
        "admin/search.html",
        index=index,
        engine=ENGINES[name]() if name in ENGINES else name,
        reason=reason_words(index.reason),
        health=found,
        late=found.seconds > LATE,
        lag=_lag(found.seconds) if found.waiting else _("none: every change can be found"),
        kind_of=_kind_of,
        full=any(lacks_room(each.error) for each in found.failures),
    )


def _kind_of(error: str) -> str:
    return _("The disk is full") if lacks_room(error) else kind_of(error)


def _lag(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    if seconds < 3600:
        return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)
    return ngettext("%(num)s hour", "%(num)s hours", seconds // 3600)
