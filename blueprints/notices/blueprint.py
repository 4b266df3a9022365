"""The addresses of notices."""

from flask import Blueprint

from blueprints.notices import levels, listing, marking, wishes

blueprint = Blueprint("notices", __name__)
blueprint.get("/notices")(listing.show)
blueprint.get("/notices/bell")(listing.show_bell)
blueprint.post("/notices/read")(marking.read_all)
blueprint.post("/notices/<int:notice_id>/read")(marking.set_read)
blueprint.post("/notices/<int:notice_id>/mute")(marking.set_mute)
blueprint.get("/notices/choices")(wishes.ask_reasons)
blueprint.post("/notices/choices")(wishes.save_reasons)
blueprint.get("/notices/levels")(levels.show_levels)
blueprint.post("/notices/levels")(levels.save_levels)
