"""What is planted in posts: a poll and a file in a secret one, and posts for all that share what only some may read."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.files.receiving import receive_bytes
from models.files.storing import add_file
from models.microblog.holding import hold
from models.microblog.micropost import post
from models.microblog.poll import add_poll, check_poll, options_of
from models.microblog.sharing import Share
from models.microblog.voting import vote
from models.people.person import Person
from tests.world import World


def plant_held(session: Session, blobs: Blobs, short: Any, vault: Any, by: Person, words: Any) -> None:
    """A poll and a file in a post."""
    asked = check_poll([words("polloption"), "No"], clock.now() + timedelta(days=9))
    add_poll(session, short, asked)
    vote(session, short, by, {options_of(session, short.id)[0].id}, b"key")
    received = receive_bytes(blobs, words("heldbody").encode(), words("heldfile") + ".txt")
    file = add_file(session, blobs, by, vault, received, page=short, description=words("heldalt"))
    hold(session, short, file, picture=True, size=20)


def plant_shares(session: Session, world: World, secret: list[Any]) -> list[int]:
    """Posts for all that share what all could read once."""
    made = [post(session, world.aisha, text, needs_words=False) for text in ("Worth reading", "")]
    session.add_all(Share(post_id=each.id, shared_id=thing.id) for each, thing in zip(made, secret, strict=True))
    session.flush()
    return [each.id for each in made]
