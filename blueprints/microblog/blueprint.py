"""The addresses of short posts."""

from flask import Blueprint

from blueprints.microblog import pictures, posting, posts, sharing, streams, voting

blueprint = Blueprint("microblog", __name__)

blueprint.get("/posts")(streams.all_posts)
blueprint.post("/posts")(posting.publish)
blueprint.get("/s/<space_slug>/posts")(streams.space_posts)
blueprint.get("/posts/<int:entry_id>")(posts.show_post)
blueprint.post("/posts/<int:entry_id>/reply")(posting.reply)
blueprint.post("/posts/<int:entry_id>/vote")(voting.cast_vote)
blueprint.get("/posts/<int:entry_id>/poll")(voting.ask_change)
blueprint.post("/posts/<int:entry_id>/poll")(voting.change)
blueprint.post("/posts/<int:entry_id>/poll/end")(voting.end_now)
blueprint.get("/posts/<int:entry_id>/picture")(pictures.ask_words)
blueprint.post("/posts/<int:entry_id>/picture")(pictures.save_words)
blueprint.get("/e/<int:entry_id>/share")(sharing.ask_share)
blueprint.post("/e/<int:entry_id>/share")(sharing.send_share)
