"""The addresses of home."""

from flask import Blueprint

from blueprints.home import following, fresh, home, waiting

blueprint = Blueprint("home", __name__)

blueprint.get("/")(home.show_home)
blueprint.get("/following")(following.show_following)
blueprint.get("/fresh")(fresh.fresh)
blueprint.post("/waiting/<int:entry_id>/seen")(waiting.seen_mention)
