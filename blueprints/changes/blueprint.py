"""The addresses of change requests."""

from flask import Blueprint

from blueprints.changes import approval, deciding, desk, lists, showing, writing

# Registers what change requests put on the desk of a space.
__all__ = ["blueprint", "desk"]

blueprint = Blueprint("changes", __name__)
blueprint.get("/s/<space_slug>/change-requests")(lists.of_space)
blueprint.get("/pages/<int:entry_id>/change-requests")(lists.of_page)
blueprint.get("/s/<space_slug>/approval")(approval.ask_for_space)
blueprint.post("/s/<space_slug>/approval")(approval.set_for_space)
blueprint.get("/pages/<int:entry_id>/approval")(approval.ask_for_page)
blueprint.post("/pages/<int:entry_id>/approval")(approval.set_for_page)
blueprint.get("/change-requests/<int:change_id>")(showing.show)
blueprint.get("/change-requests/<int:change_id>/edit")(writing.edit)
blueprint.post("/change-requests/<int:change_id>/edit")(writing.save)
blueprint.post("/change-requests/<int:change_id>/comments")(deciding.remark)
blueprint.post("/change-requests/<int:change_id>/review")(deciding.decide)
blueprint.post("/change-requests/<int:change_id>/save")(deciding.save_now)
blueprint.post("/change-requests/<int:change_id>/withdraw")(deciding.take_back)
blueprint.post("/change-requests/<int:change_id>/reopen")(deciding.open_again)
blueprint.post("/change-requests/<int:change_id>/seen")(deciding.note_seen)
