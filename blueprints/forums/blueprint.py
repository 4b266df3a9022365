"""The addresses of the forums."""

from flask import Blueprint

from blueprints.forums import (
    arranging,
    asking,
    becoming,
    categories,
    choosing,
    deciding,
    desk,
    experts,
    helping,
    keeping,
    listing,
    marking,
    mine,
    naming,
    offering,
    saying,
    similar,
    topics,
    voting,
    waiting,
)

# Registers what the forum puts on the desk of a space.
__all__ = ["blueprint", "desk"]
blueprint = Blueprint("forums", __name__)

blueprint.get("/s/<space_slug>/forum")(listing.forum)
blueprint.get("/topics/<int:entry_id>")(topics.show_topic)
blueprint.post("/topics/<int:entry_id>/read")(marking.mark_read)
blueprint.post("/topics/<int:entry_id>/unread")(marking.mark_unread)
blueprint.get("/unread")(marking.unread)
blueprint.post("/topics/<int:entry_id>/answer")(saying.answer)
blueprint.post("/topics/<int:entry_id>/draft")(saying.keep_draft)
blueprint.post("/topics/<int:entry_id>/reply")(saying.reply)
blueprint.post("/ask/similar")(similar.show_similar)
blueprint.post("/ask/people")(offering.show_people)
blueprint.post("/ask/draft")(asking.keep_question)
blueprint.post("/discuss/draft")(asking.keep_discussion)
blueprint.get("/questions/mine")(mine.my_questions)
blueprint.get("/topics/<int:entry_id>/name")(naming.ask_name)
blueprint.post("/topics/<int:entry_id>/name")(naming.show_name)
blueprint.get("/s/<space_slug>/forum/categories")(categories.manage_categories)
blueprint.post("/s/<space_slug>/forum/categories")(categories.add_category)
blueprint.get("/s/<space_slug>/forum/categories/<slug>")(categories.edit_category)
blueprint.post("/s/<space_slug>/forum/categories/<slug>")(categories.save_category)
blueprint.post("/s/<space_slug>/forum/categories/<slug>/place")(categories.order_category)
blueprint.post("/s/<space_slug>/forum/categories/<slug>/archive")(categories.archive_category)
blueprint.post("/s/<space_slug>/forum/categories/<slug>/delete")(categories.delete_category)
blueprint.get("/topics/<int:entry_id>/category")(categories.ask_category)
blueprint.post("/topics/<int:entry_id>/category")(categories.set_category)
blueprint.get("/s/<space_slug>/forum/names")(naming.ask_revealer)
blueprint.post("/s/<space_slug>/forum/names")(naming.set_revealer)
blueprint.route("/ask", methods=["GET", "POST"])(asking.ask)
blueprint.route("/discuss", methods=["GET", "POST"])(asking.discuss)
blueprint.post("/topics/<int:entry_id>/acceptance")(deciding.acceptance)
blueprint.get("/topics/<int:entry_id>/closure")(deciding.why_close)
blueprint.post("/topics/<int:entry_id>/closure")(deciding.closure)
blueprint.get("/topics/<int:entry_id>/pin")(keeping.ask_pin)
blueprint.post("/topics/<int:entry_id>/pin")(keeping.pin)
blueprint.get("/topics/<int:entry_id>/archive")(keeping.ask_archive)
blueprint.post("/topics/<int:entry_id>/archive")(keeping.archive)
blueprint.get("/topics/<int:entry_id>/events")(keeping.show_events)
blueprint.get("/topics/<int:entry_id>/merge")(arranging.ask_merge)
blueprint.post("/topics/<int:entry_id>/merge")(arranging.merge)
blueprint.post("/topics/<int:entry_id>/unmerge")(arranging.unmerge)
blueprint.get("/topics/<int:entry_id>/split")(arranging.ask_split)
blueprint.post("/topics/<int:entry_id>/split")(arranging.split)
blueprint.get("/topics/<int:entry_id>/move")(arranging.ask_move)
blueprint.post("/topics/<int:entry_id>/move")(arranging.move)
blueprint.post("/topics/<int:entry_id>/conversion")(deciding.conversion)
blueprint.post("/answers/<int:entry_id>/vote")(voting.vote_on)
blueprint.get("/answers/<int:entry_id>/page")(becoming.where_to)
blueprint.get("/questions")(waiting.questions)
blueprint.post("/topics/<int:entry_id>/claim")(helping.claim)
blueprint.post("/topics/<int:entry_id>/pass")(helping.not_me)
blueprint.get("/topics/<int:entry_id>/invite")(helping.whom_to_ask)
blueprint.post("/topics/<int:entry_id>/invite")(helping.ask_colleague)
blueprint.post("/topics/<int:entry_id>/solved")(helping.say_solved)
blueprint.get("/s/<space_slug>/forum/experts")(experts.show_experts)
blueprint.post("/s/<space_slug>/forum/experts")(experts.invite)
blueprint.post("/s/<space_slug>/forum/experts/me")(experts.respond)
blueprint.post("/s/<space_slug>/forum/experts/remove")(experts.remove)
blueprint.get("/s/<space_slug>/forum/settings")(choosing.ask_choices)
blueprint.post("/s/<space_slug>/forum/settings")(choosing.keep_choices)
