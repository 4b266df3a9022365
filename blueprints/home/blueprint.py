"""The addresses of home."""

from flask import Blueprint

from blueprints.home import fresh, home, waiting

blueprint = Blueprint("home", __name__)

blueprint.get("/")(home.show_home)
blueprint.get("/fresh")(fresh.fresh)
blueprint.post("/waiting/<int:entry_id>/seen")(waiting.seen_mention)
