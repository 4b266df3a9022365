"""Topics: all that the viewer may read something about, and one with everything that carries it.

People stand on the page of a topic that they accepted, and nobody else (`models.expertise.topic_page`).
"""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from flask import get_template_attribute, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import tag_href
from blueprints.kit.expert_words import acts_in_words
from blueprints.kit.faces import photo_address
from blueprints.kit.guards import allow
from blueprints.kit.pages import back, fragment, wants_fragment
from blueprints.kit.posts import fresh_address
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import entry_rows
from models.core.language import gettext as _
from models.entries.curating import about
from models.entries.following import FOLLOW, NOTIFY, follow, followed_tags, unfollow
from models.entries.kinds import all_kinds
from models.entries.reading import NotFound
from models.entries.streams import PAGE, Position
from models.entries.tagged import useful_with_tag, with_tag
from models.entries.tagging import Tag, tag_cloud, tag_meant, tag_name, tag_named, tag_seen
from models.expertise.topic_page import first_of_topic, topic_page
from models.policy.rules import may
from models.policy.stopping import is_stopped

MOST = 200
# Sizes of words in the cloud: how many entries it takes for each.
STEPS = (3, 10, 30)


@allow("tags.list")
def show_topics() -> str:
    prefix = tag_name(request.args.get("q", ""))
    found = tag_cloud(db(), viewer(), prefix, MOST)
    return render_template(
        "tags/topics.html",
        prefix=prefix,
        topics=[(row.name, row.entries, sum(row.entries >= step for step in STEPS)) for row in found],
        followed=followed_tags(db(), viewer()),
        cut=len(found) == MOST,
    )


@allow("tags.list")
def show_topic(name: str) -> str | Response:
    if tag_name(name) != name and tag_name(name):
        return redirect(tag_href(tag_name(name)))
    tag = tag_seen(db(), viewer(), name)
    if tag is None:
        # Another word leads to the topic; what nobody may see answers as a made-up name.
        if meant := tag_meant(db(), viewer(), name):
            return redirect(tag_href(meant))
        raise NotFound
    kind = request.args.get("kind", "")
    kinds = {each.name: each for each in all_kinds()}
    if kind not in kinds:
        kind = ""
    useful = request.args.get("sort") == "useful"
    before = request.args.get("before")
    if useful:
        found = useful_with_tag(db(), viewer(), tag.id, kind)
    else:
        found = with_tag(db(), viewer(), tag.id, kind, Position.parse(before))
    last = found[-1] if len(found) == PAGE and not useful else None
    first = not (before or kind)
    front = _front(tag) if first else {}
    said = front["about"] if first else about(db(), viewer(), tag.id)
    return render_template(
        "tags/topic.html",
        name=tag.name,
        following=said.level in (FOLLOW, NOTIFY),
        kind=kind,
        kinds=kinds,
        rows=entry_rows(found),
        useful=useful,
        first=first,
        related_stopped=is_stopped(viewer(), "related-topics"),
        **({"about": said} | front),
        may_curate=may(viewer(), "tag.curate", said),
        may_name=may(viewer(), "admin.topics"),
        may_take_on=not said.curators and may(viewer(), "tag.take-on", said),
        fresh_url=None if before or useful else fresh_address("tag", found, name=tag.name, kind=kind),
        older=str(Position(last.last_activity_at, last.id)) if last else "",
    )


def _front(tag: Any) -> dict[str, Any]:
    """What stands before the list of everything: what is official, pinned and open, people and departments."""
    grown, before = topic_page(db(), viewer(), tag), first_of_topic(db(), viewer(), tag)
    people = [
        SimpleNamespace(
            name=known.name,
            username=known.username,
            tone=known.id,
            photo=photo_address(known.username, known.photo),
            line=" · ".join(filter(None, [known.job_title, known.department])),
            why=acts_in_words(known.acts) if known.acts else "",
            why_href=f"/people/{known.username}/topics/{quote(known.topic)}",
        )
        for known in grown.people
    ]
    return {
        "about": grown.about,
        "people": people,
        "people_number": grown.number,
        "units": grown.units,
        "official": entry_rows(before.official),
        "pinned": entry_rows(before.pinned),
        "questions": entry_rows(before.open, when="created_at"),
    }


@allow("tag.follow")
def follow_topic(name: str) -> Response:
    tag, on = _topic(name), request.form.get("on", "1") == "1"
    (follow if on else unfollow)(db(), viewer(), tag)
    if not wants_fragment():
        return back(tag_href(tag.name))
    button = get_template_attribute("kit/parts.html", "toggle_button")
    return fragment(str(button(request.path, on, _("Following"), _("Follow"))))


def _topic(name: str) -> Tag:
    tag = tag_named(db(), viewer(), name)
    if tag is None:
        raise NotFound
    return tag
