"""A topic that all may read and that was part of a secret one, for the doors through which the rest could shine."""

from typing import Any

from sqlalchemy.orm import Session

from models.entries.editing import edit
from models.entries.hiding import hide_revision
from models.forums.regrouping import merge, move, split
from models.forums.topic import Discussion, discuss, reply
from tests.world import World


def arranged(session: Session, world: World, vault: Any, words: Any) -> tuple[int, list[int]]:
    """The number of a topic that all may read and that was part of a secret one: its lines must not say of which; and
    the numbers of what stayed secret."""
    talk = discuss(session, world.mei, words("arrangedtitle"), words.text("arrangedbody"), space=vault)
    out = reply(talk, talk, world.mei, "Nothing secret")
    stays = reply(talk, talk, world.mei, "Hidden from members too")
    edit(stays, by=world.mei, based_on=1, body=words.text("editedbody"))
    hide_revision(stays, 1, world.mei, words("hidereason"))
    other = discuss(session, world.mei, words("mergedtitle"), words.text("mergedbody"), space=vault)
    merge(other, talk, world.mei)
    talk_id, other_id = talk.id, other.id
    talk = session.get_one(Discussion, talk_id)
    talk.space = vault
    made = session.get_one(Discussion, split(talk, [out.id], "Open matter", "discussion", world.mei))
    made.space = vault
    move(made, world.desk, world.mei)
    return made.id, [talk_id, stays.id, other_id]
