"""The addresses of short posts."""

from flask import Blueprint

from blueprints.microblog import posting, posts, streams

blueprint = Blueprint("microblog", __name__)

blueprint.get("/posts")(streams.all_posts)
blueprint.post("/posts")(posting.publish)
blueprint.get("/s/<space_slug>/posts")(streams.space_posts)
blueprint.get("/posts/<int:entry_id>")(posts.show_post)
blueprint.post("/posts/<int:entry_id>/reply")(posting.reply)
