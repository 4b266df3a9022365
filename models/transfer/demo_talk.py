"""Plans what is said in the demo world: topics with their answers and replies, and posts; reactions beside them."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.core import clock
from models.core.text import slugify
from models.entries.entry import Entry
from models.entries.following import follow
from models.entries.reacting import Reaction, words_for
from models.entries.voting import Vote
from models.forums.answering import accept, close, pin
from models.forums.category import add_category
from models.forums.regrouping import merge
from models.forums.topic import answer, ask, discuss, reply
from models.forums.unnamed import allow_unnamed, ask_unnamed
from models.microblog.micropost import post, reply_to_post
from models.microblog.poll import add_poll, check_poll, options_of
from models.microblog.voting import vote
from models.people.person import Person
from models.spaces.space import Space

if TYPE_CHECKING:
    from models.transfer.demo_world import DemoWorld

BETWEEN_REACTIONS = timedelta(minutes=23)
ACCEPTED_AFTER = timedelta(hours=2)
CLOSED_AFTER = timedelta(hours=5)
POLL_OPEN = timedelta(days=14)

Values = dict[str, Any]
# Filled when its step has run, so that later steps find the entry that they belong to.
Written = dict[str, Any]


def arrange_forum(world: "DemoWorld", space: Space, owner: Person, each: Values) -> None:
    """Make the categories of a space, and name who may be told names that are not shown."""
    for about in each.get("categories", ()):
        made = add_category(world.session, space, owner, **about)
        world.categories[(space.slug, made.name)] = made
    if each.get("revealer"):
        allow_unnamed(space, owner, world.people[each["revealer"]])


def plan_topic(world: "DemoWorld", space: str, each: Values) -> None:
    """Plan a question or discussion and everything below it."""
    topic: Written = {}
    begun = world.moment(each["days_ago"])
    world.at(begun, partial(_open, world, space, each, topic))
    _plan_said(world, topic, topic, each, world.people[each["author"]])
    if merged := each.get("merged"):
        curator = world.people[merged["by"]]
        world.at(world.moment(merged["days_ago"]), lambda: _merge(world, topic, space, merged["into"], curator))
    if closed := each.get("closed"):
        last = min([each["days_ago"], *(said["days_ago"] for said in _below(each))])
        by = world.people[closed["by"]]
        world.at(world.moment(last) + CLOSED_AFTER, lambda: close(topic["entry"], by, closed.get("reason", "")))


def _merge(world: "DemoWorld", topic: Written, space: str, title: str, by: Person) -> None:
    """A second topic about the same goes into the first."""
    origin = f"demo:{space}/topic/{slugify(title)}"
    into = world.session.scalars(select(Entry).where(Entry.origin_id == origin)).one()
    into.space = world.spaces[space]
    merge(topic["entry"], into, by)  # type: ignore[arg-type]  # it is a topic


def plan_post(world: "DemoWorld", each: Values) -> None:
    """Plan a short post and the replies below it."""
    root: Written = {}
    world.at(world.moment(each["days_ago"]), partial(_post, world, each, root))
    for said in each.get("replies", ()):
        world.at(world.moment(said["days_ago"]), partial(_reply_to_post, world, root, said))


def _open(world: "DemoWorld", space: str, each: Values, topic: Written) -> None:
    begin: Any = ask if each["kind"] == "question" else discuss
    if each.get("unnamed"):
        begin = ask_unnamed
    topic["entry"] = entry = begin(
        world.session,
        world.people[each["author"]],
        each["title"],
        each["body"],
        space=world.spaces[space],
        category=world.categories.get((space, each.get("category", ""))),
        tags=each.get("tags", ()),
        origin_id=f"demo:{space}/topic/{slugify(each['title'])}",
    )
    _react(world, entry, each)
    for name in each.get("followers", ()):
        follow(world.session, world.people[name], entry)
    if each.get("pinned"):
        pin(entry, world.people[each["author"]], reason=each.get("pinned_because", ""))


def _plan_said(world: "DemoWorld", topic: Written, above: Written, each: Values, asker: Person) -> None:
    for said in each.get("answers", ()):
        written: Written = {}
        moment = world.moment(said["days_ago"])
        world.at(moment, partial(_answer, world, topic, said, written))
        if said.get("accepted"):
            world.at(moment + ACCEPTED_AFTER, partial(_accept, topic, written, asker))
        _plan_said(world, topic, written, said, asker)
    for said in each.get("replies", ()):
        written = {}
        world.at(world.moment(said["days_ago"]), partial(_reply, world, topic, above, said, written))
        _plan_said(world, topic, written, said, asker)


def _answer(world: "DemoWorld", topic: Written, said: Values, written: Written) -> None:
    written["entry"] = answer(topic["entry"], world.people[said["author"]], said["body"])
    _react(world, written["entry"], said)


def _accept(topic: Written, written: Written, asker: Person) -> None:
    accept(written["entry"], topic["entry"], asker)


def _reply(world: "DemoWorld", topic: Written, above: Written, said: Values, written: Written) -> None:
    written["entry"] = reply(above["entry"], topic["entry"], world.people[said["author"]], said["body"])
    _react(world, written["entry"], said)


def _post(world: "DemoWorld", each: Values, root: Written) -> None:
    author = world.people[each["author"]]
    to_department = each.get("audience") == "department"
    root["entry"] = post(
        world.session,
        author,
        each["text"],
        space=world.spaces[each["space"]] if each.get("space") else None,
        audience=f"department:{author.department_id}" if to_department else None,
    )
    if asked := each.get("poll"):
        _ask_poll(world, root["entry"], asked)
    _react(world, root["entry"], each)


def _ask_poll(world: "DemoWorld", made: Entry, asked: Values) -> None:
    """An open poll with its votes: people by username, each with the number of an option."""
    add_poll(world.session, made, check_poll(asked["options"], clock.now() + POLL_OPEN))
    options = options_of(world.session, made.id)
    for username, number in asked["votes"].items():
        vote(world.session, made, world.people[username], {options[number].id}, b"")


def _reply_to_post(world: "DemoWorld", root: Written, said: Values) -> None:
    written = reply_to_post(root["entry"], root["entry"], world.people[said["author"]], said["text"])
    _react(world, written, said)


def _react(world: "DemoWorld", entry: Entry, said: Values) -> None:
    world.entries += 1
    moment, fitting = entry.created_at, words_for(entry.kind)
    said_so: set[tuple[str, str]] = set()
    for word, names in (said.get("reactions") or {}).items():
        if word == "useful" and entry.kind == "answer":
            _vote(world, entry, names)
        else:
            said_so.update((word if word in fitting else "thanks", name) for name in names)
    for word, name in sorted(said_so):
        moment = min(moment + BETWEEN_REACTIONS, world.now)
        world.session.add(Reaction(entry_id=entry.id, person_id=world.people[name].id, word=word, created_at=moment))
    # Thousands of reactions one verb each would take half of the time.
    if said_so:
        entry.reaction_count = len(said_so)


def _vote(world: "DemoWorld", answer: Entry, names: list[str]) -> None:
    moment = answer.created_at
    for voter in sorted({world.people[name].id for name in names} - {answer.author_id}):
        moment = min(moment + BETWEEN_REACTIONS, world.now)
        world.session.add(Vote(entry_id=answer.id, person_id=voter, word="useful", created_at=moment))


def _below(each: Values) -> list[Values]:
    said = [*each.get("answers", ()), *each.get("replies", ())]
    return said + [deeper for one in said for deeper in _below(one)]
