"""Addresses of expertise and of the register of automatic rankings."""

from flask import Blueprint

from blueprints.expertise import alike, experts, register, topics

blueprint = Blueprint("expertise", __name__)
blueprint.get("/automatic")(register.show_register)
blueprint.post("/automatic")(register.switch)
blueprint.get("/automatic/mine")(register.show_mine)
blueprint.get("/experts")(experts.show_experts)
blueprint.get("/people/me/alike")(alike.show_alike)
blueprint.post("/people/me/alike")(alike.set_alike)
blueprint.get("/experts/few")(experts.show_few)
blueprint.get("/people/me/topics")(topics.my_topics)
blueprint.post("/people/me/topics/<name>")(topics.say_of_topic)
blueprint.get("/people/<username>/topics/<name>")(topics.why_topic)
