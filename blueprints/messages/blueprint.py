"""The addresses of direct messages."""

from flask import Blueprint

from blueprints.messages import beginning, blocking, changing, groups, listing, reporting, showing

blueprint = Blueprint("messages", __name__)

blueprint.get("/messages")(listing.list_conversations)
blueprint.get("/messages/new")(beginning.choose_people)
blueprint.post("/messages/new")(beginning.begin_conversation)
blueprint.get("/messages/blocked")(blocking.list_blocked)
blueprint.get("/messages/<int:conversation_id>")(showing.show)
blueprint.post("/messages/<int:conversation_id>")(showing.say)
blueprint.post("/messages/<int:conversation_id>/read")(showing.read)
blueprint.get("/messages/<int:conversation_id>/people")(groups.show_people)
blueprint.post("/messages/<int:conversation_id>/people")(groups.add_people)
blueprint.post("/messages/<int:conversation_id>/name")(groups.set_name)
blueprint.post("/messages/<int:conversation_id>/leave")(groups.leave_group)
blueprint.post("/messages/<int:conversation_id>/mute")(groups.set_muted)
blueprint.get("/messages/<int:conversation_id>/<int:message_id>/edit")(changing.edit)
blueprint.post("/messages/<int:conversation_id>/<int:message_id>/edit")(changing.save)
blueprint.post("/messages/<int:conversation_id>/<int:message_id>/remove")(changing.take_back)
blueprint.get("/messages/<int:conversation_id>/<int:message_id>/report")(reporting.ask)
blueprint.post("/messages/<int:conversation_id>/<int:message_id>/report")(reporting.send_report)
blueprint.post("/people/<username>/block")(blocking.set_block)
blueprint.post("/account/receipts")(blocking.set_receipts)
