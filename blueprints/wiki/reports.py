"""Reports about the links of a wiki, each row with what can be done about it."""

from flask import render_template

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from models.policy.rules import may
from models.spaces.space import Space
from models.wiki.changes import wanted


@allow("space.read", on=space)
def show_wanted(space: Space) -> str:
    found = wanted(db(), viewer(), space.slug)
    pages = [
        (each, [(title_of(row), entry_href(row)) for row in each.sources[:3]], max(0, len(each.sources) - 3))
        for each in found
    ]
    return render_template("wiki/wanted.html", space=space, pages=pages, may_write=may(viewer(), "page.create", space))
