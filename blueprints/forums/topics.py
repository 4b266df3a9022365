"""The page of one topic. Reading it writes nothing; a form that failed comes back on the same page."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import AT_THE_FOOT, AnswerForm, ReplyForm
from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of, who_can_read
from models.core.db import as_words
from models.entries import threads
from models.entries.including import each_with_parts
from models.entries.kinds import status_word
from models.entries.linking import backlinks
from models.entries.reacting import reactions
from models.entries.reading import NotFound
from models.entries.streams import Position
from models.entries.tagging import tags_of
from models.forums.reading import in_order, pinning_of, topic_head
from models.policy.rules import may

MOST_LINKS = 6


@allow("entry.read")
def show_topic(entry_id: int) -> str:
    reply_to = request.args.get("reply", type=int)
    return draw(entry_id, at=request.args.get("at", type=int) or reply_to, reply_to=reply_to)


def again(topic_id: int, status: int, **forms: Any) -> Response:
    """The page once more with a form that could not be saved; nothing that was typed is lost."""
    return fragment(draw(topic_id, at=forms.get("reply_to"), **forms), status)


def draw(
    topic_id: int,
    *,
    at: int | None = None,
    reply_to: int | None = None,
    answer_form: AnswerForm | None = None,
    reply_form: ReplyForm | None = None,
) -> str:
    """The page of a topic. Raises NotFound when the viewer may not see it."""
    topic = topic_head(db(), viewer(), topic_id)
    if topic is None:
        raise NotFound
    after = request.args.get("after")
    outline = threads.outline(db(), viewer(), topic.id)
    ordered = in_order(outline, topic.answer_id) if topic.kind == "question" else outline
    window = threads.window(ordered, Position.parse(after) if after else None, at)
    said = threads.said(db(), viewer(), window.shown)
    reacted = reactions(db(), as_words([topic.id, *(row.id for row in said)]), viewer().id)
    rights = rights_on(topic)
    if answer_form is None and rights.reply:
        answer_form = AT_THE_FOOT[topic.kind](formdata=None)
    texts = each_with_parts(db(), viewer(), {topic.id: topic.html} | {row.id: row.html for row in said})
    groups = _grouped(_posts(said, outline, topic, reacted, rights, texts))
    return render_template(
        "forums/topic.html",
        topic=topic,
        html=texts.get(topic.id, topic.html),
        is_question=topic.kind == "question",
        readers=who_can_read(topic.audience, topic.space_name),
        status_label=status_word(topic.status),
        tags=tags_of(db(), as_words([topic.id])).get(topic.id, []),
        pinning=pinning_of(db(), topic),
        reacted=reacted.get(topic.id, {}).get("same-question" if topic.kind == "question" else "thanks", (0, False)),
        # Those on the question itself, or, on a later page, what goes on from the page before.
        remarks=groups[0].remarks if groups and not groups[0].head else [],
        groups=[group for group in groups if group.head],
        answer_count=sum(row.kind == "answer" for row in outline),
        window=window,
        rights=rights,
        reply_to=reply_to,
        # A form that failed is always shown, with its text, even when the topic was closed in the meantime.
        answer_form=answer_form,
        reply_form=reply_form or (ReplyForm(formdata=None) if reply_to and rights.reply else None),
        links=_links_here(topic.id),
    )


def standing(topic: Any) -> SimpleNamespace:
    """The topic as the rules look at it: its author, its space and who may write there."""
    space = None
    if topic.space_id is not None:
        space = SimpleNamespace(
            id=topic.space_id,
            archived_at=topic.archived_at,
            readers_may_post=topic.readers_may_post,
            audience="everyone" if topic.openness == "open" else f"space:{topic.space_id}",
        )
    return SimpleNamespace(id=topic.id, author_id=topic.author_id, space_id=topic.space_id, space=space)


def rights_on(topic: Any) -> SimpleNamespace:
    """What the viewer may do with a topic."""
    known, thing = viewer(), standing(topic)
    closed = topic.closed_at is not None
    return SimpleNamespace(
        thing=thing,
        reply=not closed and may(known, "topic.reply", thing),
        accept=topic.kind == "question" and may(known, "topic.accept", thing),
        close=not closed and may(known, "topic.close", thing),
        reopen=closed and may(known, "topic.reopen", thing),
        pin=topic.space_id is not None and may(known, "topic.pin", thing),
        convert=not closed and may(known, "topic.convert", thing),
        edit=may(known, "entry.edit", thing),
        trash=may(known, "entry.trash", thing),
    )


def _posts(
    said: list[Any],
    outline: list[Any],
    topic: Any,
    reacted: dict[int, Any],
    rights: SimpleNamespace,
    texts: dict[int, str],
) -> list[SimpleNamespace]:
    """Answers, replies and remarks as the template draws them."""
    answers = {row.id for row in outline if row.kind == "answer"}
    names = {row.id: row.author_name for row in said}
    made = [_post(row, topic, reacted.get(row.id, {}), rights, row.parent_id in answers, names) for row in said]
    for each in made:
        each.html = texts.get(each.id, each.row.html)
    return made


def _grouped(posts: list[SimpleNamespace]) -> list[SimpleNamespace]:
    """Each answer or reply with the remarks that stand indented below it; remarks before the first have no head."""
    groups: list[SimpleNamespace] = []
    for each in posts:
        if not each.is_remark:
            groups.append(SimpleNamespace(head=each, remarks=[]))
        elif groups:
            groups[-1].remarks.append(each)
        else:
            groups.append(SimpleNamespace(head=None, remarks=[each]))
    return groups


def _post(
    row: Any, topic: Any, reacted: dict[str, Any], rights: SimpleNamespace, on_answer: bool, names: dict[int, str]
) -> SimpleNamespace:
    own = SimpleNamespace(author_id=row.author_id, space_id=topic.space_id, space=rights.thing.space)
    is_answer = row.kind == "answer"
    useful, mine = reacted.get("useful" if is_answer else "thanks", (0, False))
    doubts, doubted = reacted.get("outdated", (0, False))
    # A remark on an answer stands right below it, so that nobody needs to be told what it is about.
    to_another = row.parent_id not in (None, topic.id) and not on_answer
    return SimpleNamespace(
        row=row,
        id=row.id,
        is_answer=is_answer,
        is_remark=topic.kind == "question" and not is_answer,
        answers_to=row.parent_id if to_another else None,
        answers_name=names.get(row.parent_id),
        accepted=row.id == topic.answer_id,
        by_asker=row.author_id == topic.author_id,
        edited=row.version > 1,
        useful=useful,
        mine=mine,
        doubts=doubts,
        doubted=doubted,
        # Nobody votes for themselves.
        own=row.author_id == viewer().id,
        may_edit=may(viewer(), "entry.edit", own),
        may_trash=may(viewer(), "entry.trash", own),
    )


def _links_here(topic_id: int) -> list[SimpleNamespace]:
    found = [row for row in backlinks(db(), viewer(), topic_id, MOST_LINKS) if row.root_id != topic_id]
    return [
        SimpleNamespace(kind=row.kind, title=title_of(row), href=entry_href(row), space_name=row.space_name)
        for row in found
    ]
