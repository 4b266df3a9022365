"""The addresses of topics."""

from flask import Blueprint

from blueprints.tags import topics

blueprint = Blueprint("tags", __name__)
blueprint.get("/tags")(topics.show_topics)
blueprint.get("/tags/<name>")(topics.show_topic)
blueprint.post("/tags/<name>/follow")(topics.follow_topic)
