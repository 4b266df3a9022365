"""The addresses of what links the departments."""

from flask import Blueprint

from blueprints.linking import desk, related, twins

# Registers what stands on the desk of a space.
__all__ = ["blueprint", "desk"]

blueprint = Blueprint("linking", __name__)
blueprint.get("/e/<int:entry_id>/related")(related.show_related)
blueprint.post("/e/<int:entry_id>/related")(related.set_aside)
blueprint.get("/twins")(twins.show_twins)
blueprint.get("/e/<int:entry_id>/twin")(twins.show_twin)
blueprint.post("/e/<int:entry_id>/twin/difference")(twins.say_apart)
blueprint.post("/e/<int:entry_id>/twin/again")(twins.take_again)
blueprint.post("/e/<int:entry_id>/twin/links")(twins.link_them)
blueprint.post("/e/<int:entry_id>/twin/text")(twins.join_texts)
