"""Live news: no addresses of its own in Flask, the socket server answers /socket.io before Flask does."""

from flask import Blueprint, Flask

from blueprints.realtime import hub

blueprint = Blueprint("realtime", __name__)


def install(app: Flask) -> None:
    hub.install(app)
