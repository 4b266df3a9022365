"""What stands below a topic, as its page draws it: answers, replies and remarks, each with what the viewer may do."""

from types import SimpleNamespace
from typing import Any

from blueprints.kit.hidden import hidden_lines, placed
from blueprints.kit.request import viewer
from models.forums.reading import Reading, is_new
from models.policy.rules import may
from models.policy.viewer import Viewer

# Whether a post is the viewer's own, and whether they may edit and trash it: of posts in one topic the rules ask no
# more than that, so each is asked once a page.
Allowed = dict[bool, tuple[bool, bool]]


def posts_of(
    found: Reading, topic: Any, reacted: dict[int, Any], rights: SimpleNamespace, texts: dict[int, str]
) -> list[SimpleNamespace]:
    """Answers, replies and remarks as the template draws them, with who they reply to and whether they are new."""
    names = {row.id: row.author_name for row in found.said}
    who = viewer()
    allowed: Allowed = {}
    made = [_post(who, row, topic, reacted.get(row.id, {}), rights, found, names, allowed) for row in found.said]
    first_new = next((each for each in made if each.is_new), None)
    for each in made:
        each.html = texts.get(each.id, each.row.html)
        # The line between what was read and what is new; where posts are sorted, only the address to jump to.
        each.first_new = each is first_new
        # In the order of time all that stands below the line is new; elsewhere each says so itself.
        each.tag_new = each.is_new and not each.first_new and not found.by_time
    return made


def with_hidden(posts: list[SimpleNamespace], topic: Any, found: Reading) -> list[SimpleNamespace]:
    """The posts with the lines that stand where moderators hid something."""
    lines = hidden_lines(topic.id)
    for each in lines:
        each.is_remark = topic.kind == "question" and each.kind != "answer" and not found.by_time
    first, last = found.window.earlier is None, not found.window.later
    if found.by_time:
        return placed(posts, lines, first=first, last=last)
    # Answers stand by their use: a hidden one has none and stands last, what was remarked below what it was said to.
    made, ends = list(posts), [each for each in lines if not each.is_remark] if last else []
    for each in (each for each in lines if each.is_remark):
        at = _end_of(made, each.parent_id, topic.id if first else 0)
        if at is not None:
            made.insert(at, each)
    return made + ends


def _end_of(posts: list[SimpleNamespace], parent_id: int, topic_id: int) -> int | None:
    """The place after the last remark of the group that holds a post; of the question itself at the beginning."""
    start = 0 if parent_id == topic_id else next((i + 1 for i, each in enumerate(posts) if each.id == parent_id), None)
    if start is None:
        return None
    return next((i for i in range(start, len(posts)) if not posts[i].is_remark), len(posts))


def grouped(posts: list[SimpleNamespace]) -> list[SimpleNamespace]:
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
    who: Viewer,
    row: Any,
    topic: Any,
    reacted: dict[str, Any],
    rights: SimpleNamespace,
    found: Reading,
    names: dict[int, str],
    allowed: Allowed,
) -> SimpleNamespace:
    own = row.author_id == who.id or row.id in who.unnamed
    if own not in allowed:
        thing = SimpleNamespace(id=row.id, author_id=row.author_id, space_id=topic.space_id, space=rights.thing.space)
        allowed[own] = (not topic.archived and may(who, "entry.edit", thing), may(who, "entry.trash", thing))
    may_edit, may_trash = allowed[own]
    is_answer = row.kind == "answer"
    useful, mine = reacted.get("useful" if is_answer else "thanks", (0, False))
    doubts, doubted = reacted.get("outdated", (0, False))
    # A remark on an answer stands right below it, so that nobody needs to be told what it is about.
    beside = not found.by_time and row.parent_id in found.answers
    to_another = row.parent_id not in (None, topic.id) and not beside
    return SimpleNamespace(
        row=row,
        id=row.id,
        title=row.title,
        is_answer=is_answer,
        is_remark=topic.kind == "question" and not is_answer and not found.by_time,
        is_new=is_new(row, topic, who),
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
        own=own,
        may_edit=may_edit,
        may_trash=may_trash,
    )
