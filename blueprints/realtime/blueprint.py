"""The addresses of live news: the socket, what was missed, who is writing."""

from flask import Blueprint, Flask

from blueprints.realtime import hub, opening, since, writing

blueprint = Blueprint("realtime", __name__)

# Werkzeug keeps handshakes and other requests apart.
blueprint.get("/socket.io/", websocket=True)(opening.open_line)
blueprint.get("/socket.io/", endpoint="no_line")(opening.open_line)
blueprint.get("/live/since")(since.since)
blueprint.get("/e/<int:entry_id>/writing")(writing.show)
blueprint.post("/e/<int:entry_id>/writing")(writing.tell)


def install(app: Flask) -> None:
    hub.install(app)
