"""Merging a topic into another, splitting posts off into a new one, and moving a topic to another space.

A merged topic becomes a post of the other one, and a post that is split off becomes a topic: each keeps its number, so
that every address goes on leading to the same words. What others register with `on_regrouped` follows along.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, select, update
from sqlalchemy.orm import Session

from models.activity.act import Act, Actor
from models.activity.live import also_told
from models.activity.matters import Matter, matter, person_in
from models.core.db import session_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.text import slugify
from models.entries.carrying import carry, settle
from models.entries.editing import check_title, note
from models.entries.entry import Entry
from models.entries.following import IS_FOLLOW, Follow, follow_along
from models.entries.marker import ReadMarker
from models.entries.reading import NotFound
from models.entries.tagging import follow_activity
from models.entries.trashing import recount_replies
from models.entries.unread import copy_markers
from models.forums.answering import Acceptance, Closing, set_status
from models.forums.category import put_into
from models.forums.due import no_longer
from models.forums.topic import TOPIC_KINDS, Topic
from models.people.person import Person
from models.spaces.category import Category, audience_of
from models.spaces.space import Space

also_told("merged", "split", "split-off")
# So many posts are split off at once.
MOST_SPLIT = 2000
_entries: Any = Entry.__table__
_no_sync = {"synchronize_session": False}


@dataclass(frozen=True)
class Regrouped:
    """Posts that belong to another topic from now on."""

    old_root: int
    new_root: int
    ids: tuple[int, ...]


Follower = Callable[[Session, Regrouped], None]
_followers: list[Follower] = []


def on_regrouped(follower: Follower) -> Follower:
    """Have `follower` called in the same transaction when posts change their topic."""
    _followers.append(follower)
    return follower


def merge(source: Topic, target: Topic, by: Actor) -> int:
    """Put all of one topic into another, in the order of time; returns how many posts came. Raises Refused.

    The source's text becomes a post of the target. In a question what answered the source is an answer to it, too.
    """
    session = session_of(source)
    _check_mergeable(session, source, target)
    found = _below(session, source.id)
    live: int = 1 + sum(row.state == "live" for row in found)
    kept = {"source": source.id, "was": source.kind, "posts": live, "person": source.author_id}
    source_id, target_id, space = source.id, target.id, target.space
    said = "answer" if target.kind == "question" else "reply"
    _hand_on_acceptance(session, source, target)
    session.execute(delete(Closing).where(Closing.entry_id == source_id))
    session.flush()
    ids = [source_id, *(row.id for row in found)]
    direct = [
        row.id for row in found if row.kind == "answer" or (source.kind == "discussion" and row.parent_id == source_id)
    ]
    _update(session, _entries.c.id.in_(direct), kind=said)
    _update(
        session,
        _entries.c.id.in_(ids),
        root_id=target_id,
        space_id=target.space_id,
        category_id=target.category_id,
        narrowed=target.narrowed,
    )
    _update(session, _entries.c.id == source_id, kind="reply", parent_id=target_id, status="", pinned_until=None)
    settle(session, ids, space)
    _move_follows(session, source_id, target_id)
    copy_markers(session, source_id, target_id)
    session.execute(delete(ReadMarker).where(ReadMarker.topic_id == source_id))
    no_longer(session, source_id)
    _tell(session, Regrouped(source_id, target_id, tuple(ids)))
    note(session, by, "merged", target, **kept)
    _settle_topics(session, [target_id], ids)
    return live


def _check_mergeable(session: Session, source: Topic, target: Topic) -> None:
    if source.id == target.id:
        raise Refused(_("Choose another topic than this one."))
    for topic in (source, target):
        if topic.status == "archived":
            raise Refused(_("An archived topic stays as it is. Take it out of the archive first."))


def _hand_on_acceptance(session: Session, source: Topic, target: Topic) -> None:
    """The accepted answer of a merged question stays accepted where nothing else is."""
    accepted = session.get(Acceptance, source.id)
    if accepted is None:
        return
    if target.kind == "question" and session.get(Acceptance, target.id) is None:
        session.execute(update(Acceptance).where(Acceptance.question_id == source.id).values(question_id=target.id))
    else:
        session.execute(delete(Acceptance).where(Acceptance.question_id == source.id))
    session.expunge(accepted)


def split(topic: Topic, posts: Sequence[int], title: str, kind: str, by: Actor) -> int:
    """Make a new topic of posts; the first in time begins it. In a question remarks go along with their answers.

    Returns the number of the new topic. Raises Invalid (`title`, `posts`) and Refused.
    """
    session = session_of(topic)
    title, chosen = check_title(title), _checked(session, topic, posts, kind)
    opening, ids = chosen[0], [row.id for row in chosen]
    made_id: int = opening.id
    topic_id, space = topic.id, topic.space
    counted = {"other": opening.id, "posts": len(ids)}
    note(session, by, "split", topic, **counted)
    _part_acceptance(session, topic_id, opening.id, ids[1:], kind)
    session.flush()
    _update(
        session,
        _entries.c.root_id == topic_id,
        _entries.c.parent_id.in_(ids),
        ~_entries.c.id.in_(ids),
        parent_id=topic_id,
    )
    _turn(session, chosen, topic.kind, kind)
    _update(
        session,
        _entries.c.id == opening.id,
        kind=kind,
        root_id=None,
        parent_id=None,
        title=title,
        slug=slugify(title),
        status="open" if kind == "question" else "",
    )
    settle(session, ids, space)
    copy_markers(session, topic_id, opening.id)
    _tell(session, Regrouped(topic_id, opening.id, tuple(ids)))
    made = _settle_topics(session, [topic_id, opening.id], ids[1:])[opening.id]
    _follow_new(session, topic_id, made, {row.author_id for row in chosen})
    note(session, by, "split-off", made, other=topic_id, posts=len(ids), person=opening.author_id)
    return made_id


def _checked(session: Session, topic: Topic, posts: Sequence[int], kind: str) -> list[Any]:
    """The rows of the posts to split off. Raises Invalid and Refused."""
    if kind not in TOPIC_KINDS:
        raise Invalid(_("Choose one of the options"), "kind")
    if topic.status == "archived":
        raise Refused(_("An archived topic stays as it is. Take it out of the archive first."))
    chosen = _chosen(session, topic, set(posts))
    if not chosen:
        raise Invalid(_("Choose at least one post"), "posts")
    if len(chosen) > MOST_SPLIT:
        raise Invalid(_("Choose fewer posts: 2,000 at most can be split off at once."), "posts")
    return chosen


def from_on(topic: Topic, first_id: int) -> list[int]:
    """The numbers of a post and of all that were written after it in its topic."""
    found = [row.id for row in _below(session_of(topic), topic.id) if row.state == "live"]
    return found[found.index(first_id) :] if first_id in found else []


def _chosen(session: Session, topic: Topic, wanted: set[int]) -> list[Any]:
    found = _below(session, topic.id)
    if topic.kind == "question":
        # In the order of time what is remarked on stands before its remarks.
        for row in found:
            if row.parent_id in wanted:
                wanted.add(row.id)
    return [row for row in found if row.id in wanted and row.state == "live"]


def _turn(session: Session, chosen: list[Any], old_kind: str, kind: str) -> None:
    """Hang the others below the opening, as answers, remarks or replies."""
    opening, ids = chosen[0], {row.id for row in chosen}
    direct = [row for row in chosen[1:] if row.parent_id not in ids or row.parent_id == opening.id]
    loose = [row.id for row in direct if row.parent_id not in ids]
    answers = [row.id for row in chosen[1:] if row.kind == "answer"]
    if kind == "question" and old_kind == "discussion":
        answers = [row.id for row in direct]
    others = [row.id for row in chosen[1:]]
    _update(session, _entries.c.id.in_(others), root_id=opening.id, kind="reply")
    if kind == "question":
        _update(session, _entries.c.id.in_(answers), kind="answer")
    _update(session, _entries.c.id.in_(loose), parent_id=opening.id)


def _part_acceptance(session: Session, topic_id: int, opening_id: int, others: list[int], kind: str) -> None:
    accepted = session.get(Acceptance, topic_id)
    if accepted is None or accepted.answer_id not in (opening_id, *others):
        return
    if kind == "question" and accepted.answer_id in others:
        session.execute(update(Acceptance).where(Acceptance.question_id == topic_id).values(question_id=opening_id))
        session.expunge(accepted)
    else:
        session.delete(accepted)


def unmerge(topic: Topic, source_id: int, by: Actor) -> int:
    """Take back a merge: what came from the source is the topic that it was, under its old address. Raises NotFound."""
    session = session_of(topic)
    acts = select(Act).where(Act.subject_kind.in_(TOPIC_KINDS), Act.subject_id == topic.id, Act.verb == "merged")
    merged = next(
        (a for a in session.scalars(acts.order_by(Act.id.desc())) if (a.detail or {}).get("source") == source_id), None
    )
    found = _below(session, topic.id)
    opening = next((row for row in found if row.id == source_id and row.title and row.state == "live"), None)
    if merged is None or opening is None:
        raise NotFound
    came = {source_id}
    for row in found:
        if row.parent_id in came:
            came.add(row.id)
    return split(topic, sorted(came), opening.title, str((merged.detail or {})["was"]), by)


def move(topic: Topic, space: Space, by: Actor, category: Category | None = None) -> None:
    """Put a topic with all that is said in it into another space, or another category: its readers are those of there.

    Raises Refused where nothing changes and for an archived space.
    """
    session = session_of(topic)
    before = {"from_space": topic.space_id, "from_category": topic.category_id}
    if (topic.space_id, topic.category_id) == (space.id, category.id if category else None):
        raise Refused(_("It stands there already."))
    if space.archived_at is not None:
        raise Refused(_("This space is archived, so nothing can be added to it."))
    topic_id = topic.id
    if topic.space_id != space.id:
        ids = [topic_id, *(row.id for row in _below(session, topic_id))]
        carry(session, ids, space)
        _let_go(session, {*ids})
        topic = session.get_one(Entry, topic_id)  # type: ignore[assignment]
        topic.space = space
    if category is not None or topic.category_id is not None:
        put_into(topic, category, by)
    note(session, by, "moved", topic, person=topic.author_id, **before)


def readers_after(topic: Topic, space: Space, category: Category | None) -> str:
    """The audience that a topic gets by moving, as `carry` and `put_into` set it."""
    if topic.audience.startswith("person:"):
        return topic.audience
    if category is not None:
        return audience_of(space, category.readers)
    if topic.space_id == space.id or topic.category_id is not None and not topic.narrowed:
        return space.audience
    scope = topic.audience.partition(":")[0]
    if topic.narrowed and scope in ("space", "curators"):
        return f"{scope}:{space.id}"
    return topic.audience if topic.narrowed and not space.is_closed else space.audience


def _below(session: Session, topic_id: int) -> list[Any]:
    """What is said in a topic, trashed posts too, in the order of time."""
    columns = (
        _entries.c.id,
        _entries.c.parent_id,
        _entries.c.kind,
        _entries.c.state,
        _entries.c.author_id,
        _entries.c.title,
    )
    mine = select(*columns).where(_entries.c.root_id == topic_id, _entries.c.kind != "file")
    return list(session.execute(mine.order_by(_entries.c.created_at, _entries.c.id)))


def _update(session: Session, *where: ColumnElement[bool], **values: Any) -> None:
    session.execute(update(_entries).where(*where).values(**values).execution_options(**_no_sync))


def _tell(session: Session, regrouped: Regrouped) -> None:
    for follower in _followers:
        follower(session, regrouped)


def _move_follows(session: Session, source_id: int, target_id: int) -> None:
    """Whoever followed the source follows the target, unless they said something about it themselves."""
    known = select(Follow.person_id).where(Follow.entry_id == target_id)
    mine = Follow.entry_id == source_id
    session.execute(
        update(Follow).where(mine, Follow.person_id.not_in(known), IS_FOLLOW).values(entry_id=target_id),
        execution_options=_no_sync,
    )
    session.execute(delete(Follow).where(mine), execution_options=_no_sync)


def _follow_new(session: Session, topic_id: int, made: Entry, authors: set[int]) -> None:
    """Whoever wrote what was split off and followed where it stood follows it."""
    followers = select(Follow.person_id).where(Follow.entry_id == topic_id, IS_FOLLOW)
    wanted = select(Person).where(Person.id.in_(authors), Person.id.in_(followers))
    for person in session.scalars(wanted):
        follow_along(session, person, made)


def _let_go(session: Session, ids: set[int]) -> None:
    """What is loaded of these has the kind, root, space and counts of before: it is to be loaded anew."""
    session.flush()
    for loaded in list(session):
        if isinstance(loaded, Entry) and loaded.id in ids:
            session.expunge(loaded)


def _settle_topics(session: Session, topic_ids: list[int], posts: list[int]) -> dict[int, Entry]:
    """Counts, the last activity and the state of topics whose posts changed; the topics loaded anew."""
    recount_replies(session, *topic_ids)
    for start in range(0, len(posts), 500):
        recount_replies(session, *posts[start : start + 500])
    post = _entries.alias("post")
    last = (
        select(func.max(post.c.created_at))
        .where(post.c.root_id == _entries.c.id, post.c.state == "live", post.c.kind != "file")
        .scalar_subquery()
    )
    latest = case((last > _entries.c.created_at, last), else_=_entries.c.created_at)
    _update(session, _entries.c.id.in_(topic_ids), last_activity_at=latest)
    follow_activity(session, topic_ids)
    session.flush()
    _let_go(session, {*topic_ids, *posts})
    found = {topic_id: session.get_one(Entry, topic_id) for topic_id in topic_ids}
    for topic in found.values():
        set_status(session, topic)
    session.flush()
    return found


def _rearranged(verb: str, said: Callable[[str], str]) -> None:
    matter(
        Matter(
            verb=verb,
            reason="rearranged",
            people=person_in,
            said=said,
            why=lambda: _("You wrote what was moved"),
            label=lambda: _("What I began is merged, split off or moved"),
            kinds=TOPIC_KINDS,
        )
    )


_rearranged("merged", lambda who: _("%(who)s merged what you began into this", who=who))
_rearranged("split-off", lambda who: _("%(who)s made a topic of its own of what you wrote", who=who))
_rearranged("moved", lambda who: _("%(who)s moved this to another place", who=who))
