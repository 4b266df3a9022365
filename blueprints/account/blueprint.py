"""Addresses of one's own account."""

from flask import Blueprint

from blueprints.account import limits, overview, secrets, sessions

blueprint = Blueprint("account", __name__)
blueprint.get("/account")(overview.show)
blueprint.get("/account/limits")(limits.show_limits)
blueprint.post("/account/presence")(overview.set_presence)
blueprint.get("/account/password")(secrets.ask_password)
blueprint.post("/account/password")(secrets.change_password)
blueprint.get("/account/email")(secrets.ask_email)
blueprint.post("/account/email")(secrets.save_email)
blueprint.get("/account/sessions")(sessions.list_sessions)
blueprint.post("/account/sessions/<int:login_id>/end")(sessions.end_one)
blueprint.post("/account/sessions/end-others")(sessions.end_others)
