"""What the viewer asked and started themselves, those without their name as well. Nobody else sees this page."""

from types import SimpleNamespace

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.forums.unnamed import my_reveals, my_topics


@allow("account.manage")
def my_questions() -> str:
    made, told = entry_rows(my_topics(db(), viewer())), my_reveals(db(), viewer())
    for row in made:
        row.author_name = None
        if row.id in viewer().unnamed:
            row.why = _("Your name is not shown")
    named = [SimpleNamespace(title=row.title, href=row.href, told=told[row.id]) for row in made if row.id in told]
    return render_template("forums/mine.html", rows=made, named=named)
