"""The addresses of opportunities."""

from flask import Blueprint

from blueprints.opportunities import answering, listing, offering, showing, wishing, writing

blueprint = Blueprint("opportunities", __name__)

blueprint.get("/opportunities")(listing.all_opportunities)
blueprint.get("/opportunities/mine")(listing.mine)
blueprint.get("/opportunities/offers")(listing.offered)
blueprint.get("/opportunities/for-you")(wishing.for_you)
blueprint.get("/opportunities/wishes")(wishing.ask_wishes)
blueprint.post("/opportunities/wishes")(wishing.save_wishes)
blueprint.route("/opportunities/new", methods=["GET", "POST"])(writing.new)
blueprint.get("/opportunities/<int:entry_id>")(showing.show)
blueprint.get("/opportunities/<int:entry_id>/edit")(writing.edit)
blueprint.post("/opportunities/<int:entry_id>/edit")(writing.save)
blueprint.post("/opportunities/<int:entry_id>/offer")(offering.send)
blueprint.post("/opportunities/<int:entry_id>/withdraw")(offering.withdraw_offer)
blueprint.post("/opportunities/<int:entry_id>/not-for-me")(wishing.put_aside)
blueprint.post("/opportunities/<int:entry_id>/for-me")(wishing.take_back)
blueprint.post("/opportunities/<int:entry_id>/offers/<int:person_id>")(answering.answer)
blueprint.post("/opportunities/<int:entry_id>/close")(answering.end)
blueprint.post("/opportunities/<int:entry_id>/reopen")(answering.open_again)
