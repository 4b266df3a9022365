"""Live news: what was missed, who is writing. The socket server answers /socket.io before Flask does."""

from flask import Blueprint, Flask

from blueprints.realtime import hub, since, writing

blueprint = Blueprint("realtime", __name__)

blueprint.get("/live/since")(since.since)
blueprint.get("/e/<int:entry_id>/writing")(writing.show)
blueprint.post("/e/<int:entry_id>/writing")(writing.tell)


def install(app: Flask) -> None:
    hub.install(app)
