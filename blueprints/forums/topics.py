"""The page of one topic. Reading it writes nothing; a form that failed comes back on the same page."""

from types import SimpleNamespace
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.answering_words import answering_of
from blueprints.forums.becoming import may_make_pages
from blueprints.forums.drawing import grouped, posts_of, with_hidden
from blueprints.forums.forms import AT_THE_FOOT, AnswerForm, DateForm, ReplyForm
from blueprints.forums.quotes import warning
from blueprints.kit.addresses import entry_href
from blueprints.kit.drafting import offer
from blueprints.kit.guards import allow
from blueprints.kit.hidden import hidden_page
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of, who_can_read
from blueprints.kit.services import services
from models.core.clock import start_of_day
from models.core.db import as_words
from models.entries.drafts import place_of_saying
from models.entries.drawing import shown_body
from models.entries.entry import Entry
from models.entries.including import each_with_parts
from models.entries.kinds import status_word
from models.entries.linking import backlinks
from models.entries.quoting import quote_of
from models.entries.reacting import reactions
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import place_of
from models.entries.streams import Position
from models.entries.stretches import first_after
from models.entries.tagging import tags_of
from models.forums.reading import LAST, pinning_of, read_topic, topic_head
from models.forums.topic import TOPIC_KINDS
from models.forums.tracing import traces
from models.forums.unnamed import is_unnamed
from models.policy.rules import may

MOST_LINKS = 6


@allow("entry.read")
def show_topic(entry_id: int) -> str | Response:
    topic = topic_head(db(), viewer(), entry_id)
    if topic is None:
        return _where_it_went(entry_id)
    if "date" in request.args:
        return _jump(topic)
    reply_to = request.args.get("reply", type=int)
    quote = request.args.get("quote", type=int)
    if quote:
        return _with_quote(topic, quote, reply_to)
    at = LAST if request.args.get("at") == "last" else request.args.get("at", type=int)
    return draw(entry_id, topic, at=at or reply_to, reply_to=reply_to)


def _with_quote(topic: Any, quote: int, reply_to: int | None) -> str:
    """The page with somebody's words in the form: that of a reply where one is asked for, else the one at the foot."""
    try:
        quoted = visible_entry(db(), viewer(), Entry, quote, with_text=True)
    except NotFound:
        return draw(topic.id, topic, at=reply_to, reply_to=reply_to)
    if not rights_on(topic).reply:
        return draw(topic.id, topic, at=quote)
    text = quote_of(quoted, shown_body(db(), quoted), quoted.author.name)
    form = ReplyForm(formdata=None, body=text) if reply_to else AT_THE_FOOT[topic.kind](formdata=None, body=text)
    form.quote_warning = warning(text, topic.audience)
    forms: dict[str, Any] = {"reply_form": form, "reply_to": reply_to} if reply_to else {"answer_form": form}
    return draw(topic.id, topic, at=reply_to or quote, **forms)


def _where_it_went(entry_id: int) -> Response | str:
    """A topic that was merged into another keeps its address, which leads to where its words stand now; a hidden one
    says why it is not there."""
    place = place_of(db(), viewer(), entry_id)
    if place is None or place.root_kind not in TOPIC_KINDS:
        return hidden_page(entry_id)
    return redirect(f"/topics/{place.root_id}?at={entry_id}#e{entry_id}")


def _jump(topic: Any) -> Response:
    """To the first post of a day, or, when nobody wrote since, to the last one."""
    form = DateForm(request.args)
    if not form.validate() or form.date.data is None:
        # Nothing was to be saved: the topic is there, with a word beside the field.
        return fragment(draw(topic.id, topic, date_form=form))
    day = start_of_day(form.date.data, services().settings.time_zone)
    found = first_after(db(), viewer(), topic.id, Position(day, 0))
    return redirect(f"/topics/{topic.id}?at={found}#e{found}" if found else f"/topics/{topic.id}")


def again(topic_id: int, status: int, **forms: Any) -> Response:
    """The page once more with a form that could not be saved; nothing that was typed is lost."""
    return fragment(draw(topic_id, at=forms.get("reply_to"), **forms), status)


def draw(
    topic_id: int,
    topic: Any = None,
    *,
    at: int | None = None,
    reply_to: int | None = None,
    answer_form: AnswerForm | None = None,
    reply_form: ReplyForm | None = None,
    date_form: DateForm | None = None,
) -> str:
    """The page of a topic. Raises NotFound when the viewer may not see it."""
    topic = topic or topic_head(db(), viewer(), topic_id)
    if topic is None:
        raise NotFound
    after = request.args.get("after")
    found = read_topic(db(), viewer(), topic, after=Position.parse(after) if after else None, at=at)
    reacted = reactions(db(), as_words([topic.id, *(row.id for row in found.said)]), viewer().id)
    rights = rights_on(topic)
    answer_form, reply_form = _writing(topic, rights, answer_form, reply_form, reply_to)
    texts = each_with_parts(db(), viewer(), {topic.id: topic.html} | {row.id: row.html for row in found.said})
    posts = posts_of(found, topic, reacted, rights, texts)
    groups = grouped(with_hidden(posts, topic, found) if topic.any_hidden else posts)
    return render_template(
        "forums/topic.html",
        topic=topic,
        html=texts.get(topic.id, topic.html),
        is_question=topic.kind == "question",
        readers=who_can_read(topic.audience, topic.space_name),
        status_label=status_word(topic.status),
        tags=tags_of(db(), as_words([topic.id])).get(topic.id, []),
        pinning=pinning_of(db(), topic),
        traces=traces(db(), viewer(), topic.id) if topic.traced else [],
        reacted=reacted.get(topic.id, {}).get("same-question" if topic.kind == "question" else "thanks", (0, False)),
        # Those on the question itself, or, on a later page, what goes on from the page before.
        remarks=groups[0].remarks if groups and not groups[0].head else [],
        groups=[group for group in groups if group.head],
        answer_count=found.answer_count,
        answering=answering_of(topic, found.answer_count, [each for each in posts if each.is_answer], rights),
        window=found.window,
        by_time=found.by_time,
        unread=_unread(topic, posts),
        rights=rights,
        reply_to=reply_to,
        # A form that failed is always shown, with its text, even when the topic was closed in the meantime.
        answer_form=answer_form,
        reply_form=reply_form,
        date_form=date_form,
        links=_links_here(topic.id),
    )


def _writing(
    topic: Any, rights: SimpleNamespace, answer_form: AnswerForm | None, reply_form: ReplyForm | None, to: int | None
) -> tuple[AnswerForm | None, ReplyForm | None]:
    """The forms of the page: those that failed as they are, new ones with the offer of a draft."""
    if answer_form is None and rights.reply:
        answer_form = AT_THE_FOOT[topic.kind](formdata=None)
        if topic.draft_id and not to:
            answer_form.offer = offer(answer_form, place_of_saying(topic.id))
    if reply_form is None and to and rights.reply:
        reply_form = ReplyForm(formdata=None)
        reply_form.offer = offer(reply_form, place_of_saying(topic.id, to))
    for form in (answer_form, reply_form):
        if form is not None:
            form.upload_url = _upload_url(topic)
    return answer_form, reply_form


def _upload_url(topic: Any) -> str:
    """Where pictures of an answer go: to the files of the space, with the readers of the topic's category."""
    if not viewer().has_role(topic.space_id, "contributor"):
        return ""
    return f"/s/{topic.space_slug}/files" + (f"?category={topic.category_slug}" if topic.category_id else "")


def _unread(topic: Any, posts: list[SimpleNamespace]) -> SimpleNamespace:
    """How much is new to the viewer and since when, and whether this page still moves their marker."""
    return SimpleNamespace(
        count=topic.new_count,
        since=topic.seen_at,
        here=any(each.is_new for each in posts),
        # The marker moves while something is new, and once for a topic that was never opened.
        moves=topic.read_at is None or topic.new_count > 0,
        last_id=max(posts, key=lambda each: (each.row.created_at, each.id)).id if posts else topic.id,
    )


def standing(topic: Any) -> SimpleNamespace:
    """The topic as the rules look at it: its author, its space and who may write there."""
    space = None
    if topic.space_id is not None:
        space = SimpleNamespace(
            id=topic.space_id,
            archived_at=topic.archived_at,
            readers_may_post=topic.readers_may_post,
            revealer_id=topic.revealer_id,
            audience="everyone" if topic.openness == "open" else f"space:{topic.space_id}",
        )
    category = SimpleNamespace(posters=topic.category_posters, archived_at=topic.category_archived_at)
    return SimpleNamespace(
        id=topic.id,
        author_id=topic.author_id,
        space_id=topic.space_id,
        space=space,
        category_id=topic.category_id,
        category=category if topic.category_id else None,
    )


def rights_on(topic: Any) -> SimpleNamespace:
    """What the viewer may do with a topic."""
    known, thing = viewer(), standing(topic)
    closed = topic.closed_at is not None
    return SimpleNamespace(
        thing=thing,
        # Any word opens what only the silence closed.
        reply=(not closed or topic.closed_cause == "silence") and may(known, "topic.reply", thing),
        accept=topic.kind == "question" and may(known, "topic.accept", thing),
        close=not closed and may(known, "topic.close", thing),
        reopen=closed and not topic.archived and may(known, "topic.reopen", thing),
        archive=may(known, "topic.archive", thing),
        arrange=not topic.archived and may(known, "topic.merge", thing),
        move=not topic.archived and may(known, "topic.move", thing),
        pin=topic.space_id is not None and may(known, "topic.pin", thing),
        convert=not closed and may(known, "topic.convert", thing),
        make_page=topic.kind == "question" and may_make_pages(),
        edit=not topic.archived and may(known, "entry.edit", thing),
        trash=may(known, "entry.trash", thing),
        categorise=topic.space_id is not None and may(known, "topic.categorise", thing),
        reveal=is_unnamed(topic) and may(known, "topic.reveal", thing),
        moderate=known.is_moderator or known.has_role(topic.space_id, "curator"),
        own=topic.author_id == known.id or topic.id in known.unnamed,
    )


def _links_here(topic_id: int) -> list[SimpleNamespace]:
    found = [row for row in backlinks(db(), viewer(), topic_id, MOST_LINKS) if row.root_id != topic_id]
    return [
        SimpleNamespace(kind=row.kind, title=title_of(row), href=entry_href(row), space_name=row.space_name)
        for row in found
    ]
