"""The addresses of topics."""

from flask import Blueprint

from blueprints.tags import curating, naming, topics

blueprint = Blueprint("tags", __name__)
blueprint.get("/tags")(topics.show_topics)
blueprint.get("/tags/<name>")(topics.show_topic)
blueprint.post("/tags/<name>/follow")(topics.follow_topic)
blueprint.get("/tags/<name>/curate")(curating.ask_curate)
blueprint.post("/tags/<name>/curate")(curating.curate)
blueprint.post("/tags/<name>/curators")(naming.set_curators)
blueprint.get("/admin/topics/<name>")(naming.ask_curators)
blueprint.post("/admin/topics/<name>")(naming.name_curators)
