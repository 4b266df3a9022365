"""Merging topics, splitting posts off and moving topics to another space. Who can read more by it is asked first."""

from types import SimpleNamespace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.finding import mergeable, places_to_move, topic_named, topic_of
from blueprints.forums.forms import MovingForm, SplittingForm, WideningForm
from blueprints.kit.guards import allow, check, entry
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.kit.sent import number
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import npgettext
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.entries.streams import Position
from models.entries.stretches import count_posts, stretch
from models.forums import regrouping
from models.forums.topic import Topic
from models.policy.finding import visible_space
from models.policy.readers import widens
from models.policy.rules import may
from models.spaces.category import visible_category


def _changing(before: str, after: str, space: Any) -> SimpleNamespace:
    """Who reads from then on, and whether these are more than now."""
    return SimpleNamespace(
        wider=widens(before, after), after=after, said=who_can_read(after, space.name if space else None)
    )


def _unsure(form: WideningForm, changing: SimpleNamespace) -> bool:
    """True when the readers grow and nobody said that they may, or said so of other readers than there are now."""
    if not changing.wider or (form.sure.data and request.form.get("readers") == changing.after):
        return False
    form.sure.errors = [_("More people could read this. Say that they may, or choose another place.")]
    return True


@allow("topic.merge", on=entry())
def ask_merge(found: Entry) -> str:
    """Two steps on one address: find the other topic (a GET form), then look at both and confirm."""
    source = topic_of(found)
    into = request.args.get("into", type=int)
    return _merge_page(source, WideningForm(formdata=None), topic_named(into) if into else None)


def _merge_page(source: Topic, form: WideningForm, target: Topic | None) -> str:
    find = request.args.get("find", "")
    return render_template(
        "forums/merge.html",
        form=form,
        topic=source,
        target=target,
        changing=_changing(source.audience, target.audience, target.space) if target else None,
        posts=1 + count_posts(db(), source.id),
        find=find,
        found=mergeable(source, find) if find and not target else [],
    )


@allow("topic.merge", on=entry())
def merge(found: Entry) -> Response:
    source, form = topic_of(found), WideningForm()
    target = topic_named(request.values.get("into", type=number) or 0)
    changing = _changing(source.audience, target.audience, target.space)
    if _unsure(form, changing):
        return fragment(_merge_page(source, form, target), 422)
    source_id, target_id, title = source.id, target.id, source.title
    try:
        regrouping.merge(source, target, viewer())
    except Refused as error:
        db().rollback()
        form.form_errors.append(str(error))
        return fragment(_merge_page(topic_of(visible_entry(db(), viewer(), Entry, source_id)), form, None), 409)
    message: Any = {
        "text": _("“%(title)s” is merged into this. Its address leads here.", title=title),
        "undo": f"/topics/{target_id}/unmerge?source={source_id}",
    }
    flash(message, "success")
    return redirect(f"/topics/{target_id}?at={source_id}#e{source_id}", 303)


@allow("topic.merge", on=entry())
def unmerge(found: Entry) -> Response:
    source = request.values.get("source", 0, type=number)
    made = regrouping.unmerge(topic_of(found), source, viewer())
    flash(_("The merge is undone. This is a topic of its own again."), "success")
    return redirect(f"/topics/{made}", 303)


@allow("topic.split", on=entry())
def ask_split(found: Entry) -> str:
    return _split_page(topic_of(found), SplittingForm(formdata=None))


def _split_page(topic: Topic, form: SplittingForm) -> str:
    """The posts of one page to choose from; the one that `from` names is chosen, or begins what is split off."""
    start, after = request.values.get("from", type=number), request.values.get("after")
    position = Position.parse(after) if after else None
    if start and not after:
        first = visible_entry(db(), viewer(), Entry, start)
        position = Position(first.created_at, first.id - 1)
    total = count_posts(db(), topic.id)
    return render_template(
        "forums/split.html",
        form=form,
        topic=topic,
        window=stretch(db(), viewer(), topic.id, total, position, whole=not after),
        chosen={start} | set(_numbers("post")),
        start=start,
        onwards=request.form.get("what") == "onwards",
    )


def _numbers(field: str) -> list[int]:
    return [int(each) for each in request.form.getlist(field) if each.isascii() and each.isdigit() and len(each) < 19]


@allow("topic.split", on=entry())
def split(found: Entry) -> Response:
    topic, form = topic_of(found), SplittingForm()
    if not form.validate():
        return fragment(_split_page(topic, form), 422)
    posts = _numbers("post")
    if request.form.get("what") == "onwards" and posts:
        posts = regrouping.from_on(topic, posts[0])
    topic_id = topic.id
    try:
        made = regrouping.split(topic, posts, form.title.data or "", form.kind.data, viewer())
    except (Invalid, Refused) as error:
        db().rollback()
        if isinstance(error, Invalid):
            form.blame(error)
        else:
            form.form_errors.append(str(error))
        return fragment(_split_page(topic_of(visible_entry(db(), viewer(), Entry, topic_id)), form), 422)
    number = 1 + count_posts(db(), made)
    said = npgettext(
        "topic", "%(num)s post is a topic of its own now.", "%(num)s posts are a topic of their own now.", number
    )
    message: Any = {"text": said, "undo": f"/topics/{made}/merge?into={topic_id}", "undo_label": _("Put back")}
    flash(message, "success")
    return redirect(f"/topics/{made}", 303)


@allow("topic.move", on=entry())
def ask_move(found: Entry) -> str:
    topic = topic_of(found)
    form = MovingForm(formdata=None, place=request.args.get("place", ""))
    return _move_page(topic, form)


def _move_page(topic: Topic, form: MovingForm) -> str:
    form.place.choices = places = places_to_move(topic)
    space, category = _chosen_place(form.place.data or "") if form.place.data in dict(places) else (None, None)
    after = regrouping.readers_after(topic, space, category) if space else topic.audience
    return render_template(
        "forums/move.html",
        form=form,
        topic=topic,
        space=space,
        category=category,
        changing=_changing(topic.audience, after, space),
        now=who_can_read(topic.audience, topic.space.name if topic.space else None),
    )


def _chosen_place(place: str) -> tuple[Any, Any]:
    slug, _slash, part = place.partition("/")
    space = visible_space(db(), viewer(), slug)
    category = visible_category(db(), viewer(), space, part) if space and part else None
    if space is None or (part and category is None):
        raise NotFound
    return space, category


@allow("topic.move", on=entry())
def move(found: Entry) -> Response:
    topic, form = topic_of(found), MovingForm()
    form.place.choices = places_to_move(topic)
    if not form.validate():
        return fragment(_move_page(topic, form), 422)
    space, category = _chosen_place(form.place.data)
    check("topic.create", space)
    if _unsure(form, _changing(topic.audience, regrouping.readers_after(topic, space, category), space)):
        return fragment(_move_page(topic, form), 422)
    topic_id = topic.id
    try:
        regrouping.move(topic, space, viewer(), category)
    except Refused as error:
        db().rollback()
        form.place.errors = [str(error)]
        return fragment(_move_page(topic_of(visible_entry(db(), viewer(), Entry, topic_id)), form), 422)
    where = category.name if category else space.name
    flash(_("Moved to %(place)s. Its address stays as it was.", place=where), "success")
    readable = may(viewer(), "space.read", space)
    return redirect(f"/topics/{topic_id}" if readable else "/", 303)
