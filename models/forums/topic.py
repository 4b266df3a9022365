"""Topics: questions and discussions, and what is said below them."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.db import session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.language import ngettext, pgettext
from models.entries import editing
from models.entries.entry import Entry
from models.entries.following import follow_along
from models.entries.kinds import Kind, register
from models.entries.trashing import recount_replies
from models.entries.unread import begin_reading
from models.forums.due import settle
from models.policy.unnamed import Unnamed, shown_as
from models.spaces.category import Category, audience_of
from models.spaces.space import Space

TOPIC_KINDS = ("question", "discussion")


class Question(Entry):
    """Somebody wants to know something. Its status is open, answered or closed."""

    __mapper_args__ = {"polymorphic_identity": "question"}


class Discussion(Entry):
    """Something to talk about. Its status is empty or closed."""

    __mapper_args__ = {"polymorphic_identity": "discussion"}


class Answer(Entry):
    """An answer to a question."""

    __mapper_args__ = {"polymorphic_identity": "answer"}


class Reply(Entry):
    """A reply in a discussion, or a remark on an answer or question."""

    __mapper_args__ = {"polymorphic_identity": "reply"}


Topic = Question | Discussion
E = TypeVar("E", bound=Entry)

register(
    Kind(
        name="question",
        cls=Question,
        mark="topic",
        word=lambda: _("Question"),
        counted=lambda n: ngettext("%(num)s question", "%(num)s questions", n),
        threaded=True,
    )
)
register(
    Kind(
        name="discussion",
        cls=Discussion,
        mark="topic",
        word=lambda: _("Discussion"),
        counted=lambda n: ngettext("%(num)s discussion", "%(num)s discussions", n),
        threaded=True,
    )
)
register(
    Kind(
        name="answer",
        cls=Answer,
        mark="topic",
        word=lambda: pgettext("kind", "Answer"),
        counted=lambda n: ngettext("%(num)s answer", "%(num)s answers", n),
        titled=False,
    )
)
register(
    Kind(
        name="reply",
        cls=Reply,
        mark="topic",
        word=lambda: pgettext("kind", "Reply"),
        counted=lambda n: ngettext("%(num)s reply", "%(num)s replies", n),
        titled=False,
    )
)


def ask(session: Session, by: Actor, title: str, body: str, *, space: Space | None = None, **values: Any) -> Question:
    """Ask a question, in a `category` of the space or in none; the asker follows it. Raises Invalid."""
    return _open(session, Question, by, title, body, space, status="open", **values)


def discuss(
    session: Session, by: Actor, title: str, body: str, *, space: Space | None = None, **values: Any
) -> Discussion:
    """Start a discussion; whoever starts it follows it. Raises Invalid."""
    return _open(session, Discussion, by, title, body, space, **values)


def _open(session: Session, cls: type[E], by: Actor, title: str, body: str, space: Space | None, **values: Any) -> E:
    category: Category | None = values.pop("category", None)
    if category is not None and space is not None:
        values |= {"category_id": category.id, "audience": audience_of(space, category.readers)}
    topic = editing.create(session, cls, by=by, title=title, body=body, space=space, **values)
    if category is not None:
        # Also where the members' category of a closed space has the space's own readers: it stays so when it opens.
        topic.narrowed = category.readers != "space"
    follow_along(session, by, topic)
    if not values.get("quiet"):
        begin_reading(session, by, topic, topic)
    settle(session, topic.id)
    return topic


def answer(topic: Question, by: Actor, body: str, **values: Any) -> Answer:
    """Answer a question. Raises Refused when it is closed, Invalid for the text."""
    return _say(Answer, topic, topic, by, body, **values)


def reply(to: Entry, root: Topic, by: Actor, body: str, **values: Any) -> Reply:
    """Reply in a topic, to the topic itself or to one of its answers or replies. Raises Refused when it is closed."""
    return _say(Reply, to, root, by, body, **values)


Opener = Callable[[Topic, Actor], bool]
_openers: list[Opener] = []


def opens_again(call: Opener) -> Opener:
    """Have a function asked when somebody writes in a closed topic; it may open it again and says whether it did."""
    _openers.append(call)
    return call


def _say(cls: type[E], to: Entry, root: Topic, by: Actor, body: str, **values: Any) -> E:
    session = session_of(root)
    if root.status == "archived" and not values.get("quiet"):
        raise Refused(_("This was archived, so nothing can be added. Your text is in the form: copy it, and ask anew."))
    if root.status == "closed" and not values.get("quiet") and not any([call(root, by) for call in _openers]):
        raise Refused(_("This is closed, so nothing can be added. Your text is in the form: copy it, and ask anew."))
    values.setdefault("category_id", root.category_id)
    # Who asked without showing their name says nothing below their question under it either.
    shown = by if values.get("quiet") else shown_as(session, by, root.id)
    said = editing.create(session, cls, by=shown, body=body, space=root.space, root=root, parent=to, **values)
    if shown is not by:
        session.add(Unnamed(entry_id=said.id, person_id=by.id))
    root.last_activity_at = max(root.last_activity_at, values.get("at") or clock.now())
    session.flush()
    for above in {root.id, to.id}:
        recount_replies(session, above)
    if not values.get("quiet"):
        follow_along(session, by, root)
        begin_reading(session, by, root, said)
    return said
