"""Addresses of those who decide, of the decisions, and of what one reported."""

from flask import Blueprint

from blueprints.moderation import decisions, direct, log, mine, profiles, queue

blueprint = Blueprint("moderation", __name__)
blueprint.get("/moderation")(queue.show_queue)
blueprint.get("/moderation/cases/<int:case_id>")(queue.show_case)
blueprint.post("/moderation/cases/<int:case_id>")(queue.settle_case)
blueprint.post("/moderation/cases/<int:case_id>/claim")(queue.set_claim)
blueprint.get("/moderation/appeals")(queue.show_appeals)
blueprint.get("/moderation/log")(log.show_log)
blueprint.get("/e/<int:entry_id>/moderate")(direct.ask_direct)
blueprint.post("/e/<int:entry_id>/moderate")(direct.settle_direct)
blueprint.get("/decisions/<int:decision_id>")(decisions.show_decision)
blueprint.get("/decisions/about/<int:entry_id>")(decisions.about_entry)
blueprint.post("/decisions/<int:decision_id>/appeal")(decisions.send_appeal)
blueprint.post("/decisions/<int:decision_id>/answer")(decisions.send_answer)
blueprint.get("/reports")(mine.show_mine)
blueprint.get("/people/<username>/report")(profiles.ask_profile)
blueprint.post("/people/<username>/report")(profiles.send_profile)
