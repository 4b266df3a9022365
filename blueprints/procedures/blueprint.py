"""The addresses of procedures and confirmations."""

from flask import Blueprint

from blueprints.procedures import confirming, desk, issuing, mine, procedure

# Registers what confirmations put on the desk of a space.
__all__ = ["blueprint", "desk"]

blueprint = Blueprint("procedures", __name__)
blueprint.get("/pages/<int:entry_id>/procedure")(procedure.ask_procedure)
blueprint.post("/pages/<int:entry_id>/procedure")(procedure.save_procedure)
blueprint.post("/pages/<int:entry_id>/procedure/end")(procedure.end_as_procedure)
blueprint.get("/pages/<int:entry_id>/confirm")(issuing.ask_whom)
blueprint.post("/pages/<int:entry_id>/confirm")(issuing.send_round)
blueprint.get("/confirmations/<int:confirmation_id>")(confirming.show_round)
blueprint.post("/confirmations/<int:confirmation_id>/signature")(confirming.sign_round)
blueprint.get("/confirmations/<int:confirmation_id>/missing")(confirming.show_missing)
blueprint.post("/confirmations/<int:confirmation_id>/end")(confirming.end_round)
blueprint.get("/account/confirmed")(mine.show_mine)
