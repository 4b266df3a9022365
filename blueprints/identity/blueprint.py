"""Addresses of signing in and out, signing up and forgotten passwords."""

from flask import Blueprint, Flask

from blueprints.identity import forgotten, signing_in, signing_up
from blueprints.kit import limits

blueprint = Blueprint("identity", __name__)
blueprint.get("/sign-in")(signing_in.sign_in)
blueprint.post("/sign-in")(signing_in.try_to_sign_in)
blueprint.post("/sign-out")(signing_in.sign_out)
blueprint.get("/sign-up")(signing_up.sign_up)
blueprint.post("/sign-up")(signing_up.mail_link)
blueprint.get("/sign-up/<token>")(signing_up.finish)
blueprint.post("/sign-up/<token>")(signing_up.make_account)
blueprint.get("/password/forgotten")(forgotten.forgotten)
blueprint.post("/password/forgotten")(forgotten.send_link)
blueprint.get("/password/reset/<token>")(forgotten.reset)
blueprint.post("/password/reset/<token>")(forgotten.save_reset)


def install(app: Flask) -> None:
    limits.install(app)
