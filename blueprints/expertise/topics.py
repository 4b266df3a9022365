"""One's own topics as Witan infers them, what one says of each, and why a topic stands on somebody's page."""

from types import SimpleNamespace
from typing import Any

from flask import abort, flash, render_template, request
from werkzeug.wrappers import Response

from blueprints.expertise.words import evidence, half_life
from blueprints.kit.guards import allow
from blueprints.kit.pages import back, flash_undo
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.entries.meeting import exists_for
from models.entries.reading import NotFound
from models.expertise import claim
from models.expertise.never import NEVER
from models.expertise.showing import rows_of
from models.expertise.topics import Topic, topic_for, topics_for, topics_of
from models.people.profile import profile_row
from models.policy.viewer import EVERYONE, NOBODY

HERE = "/people/me/topics"
SHOWN = 10


@allow("people.list")
def my_topics() -> str:
    """What Witan infers, before anybody else can see it, and what the person said of it before."""
    found = topics_for(db(), services().engine, viewer())
    shown = rows_of(db(), viewer(), [ground for topic in found for ground in topic.grounds[:SHOWN]])
    rows = [_row(topic, shown) for topic in found]
    return render_template(
        "expertise/topics.html",
        waiting=[row for row in rows if row.word is None or row.asks_again],
        accepted=[row for row in rows if row.word == claim.ACCEPTED_WORD],
        hidden=[row for row in rows if row.word == claim.HIDDEN_WORD],
        contested=[row for row in rows if row.word == claim.CONTESTED_WORD and not row.asks_again],
        half_life=half_life(),
        never=[each.what for each in NEVER],
    )


def _row(topic: Topic, shown: dict[int, Any]) -> SimpleNamespace:
    return SimpleNamespace(
        name=topic.name,
        word=topic.said.word if topic.said else None,
        asks_again=topic.asks_again,
        evidence=evidence(topic.grounds[:SHOWN], shown),
        matters=len(topic.grounds),
    )


@allow("people.list")
def say_of_topic(name: str) -> Response:
    """Accept, hide or contest a topic that Witan inferred for the person, or take back what was said of it."""
    word = request.values.get("word", "")
    topic = topic_for(db(), services().engine, viewer(), name)
    if topic is None:
        raise NotFound
    if word == "forget":
        claim.unsay(db(), viewer(), name)
        flash(_("The topic waits for you again. Nobody else sees it."), "success")
        return back(HERE)
    if word not in claim.WORDS:
        abort(400)
    claim.say(db(), viewer(), name, word, topic.as_kept)
    said = {
        claim.ACCEPTED_WORD: _("Colleagues now see “%(topic)s” on your page and find you by it", topic=name),
        claim.HIDDEN_WORD: _("You are not shown for “%(topic)s”", topic=name),
        claim.CONTESTED_WORD: _("You are not shown for “%(topic)s”. It stays away until there is more.", topic=name),
    }
    flash_undo(said[word], f"{HERE}/{name}?word=forget")
    return back(HERE)


def person_with_topic(values: dict[str, Any]) -> Any:
    """The row of a person who exists for the viewer and accepted the topic in the address."""
    found = profile_row(db(), values.pop("username").lower())
    exists = exists_for(db(), viewer(), found or NOBODY)
    accepted = claim.has_accepted(db(), found.id if found else 0, values.get("name", ""))
    if not exists or not accepted or EVERYONE not in viewer().keys or found.disabled_at:
        raise NotFound
    return found


@allow("person.read", on=person_with_topic)
def why_topic(person: Any, name: str) -> str:
    """What an accepted topic stands on, as far as the viewer may read it."""
    topic = next((each for each in topics_of(db(), services().engine, person.id) if each.name == name), None)
    grounds = topic.grounds[:SHOWN] if topic else []
    return render_template(
        "expertise/why.html",
        person=person,
        topic=name,
        evidence=evidence(grounds, rows_of(db(), viewer(), grounds)),
        half_life=half_life(),
    )
