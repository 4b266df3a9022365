"""People like me in other departments: who shares topics and skills with somebody, each with what is shared.

Both sides count only with what all staff may see of them: topics that they accepted and skills that they show. What one
of the two hid, contested or does not want to be matched on is left out; whoever wants no part in it neither stands on
such a list nor gets one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, bindparam, func, literal_column, select, union, union_all
from sqlalchemy.orm import Session

from models.activity.act import Actor
from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import Entry
from models.entries.rows import visible_rows
from models.expertise.aside import AlikeAside
from models.expertise.claim import ACCEPTED_WORD, PersonTopic
from models.expertise.evidence import KINDS, THERE, Deed
from models.expertise.never import NEVER
from models.expertise.refusing import not_on, refuses, willing
from models.expertise.weights import SAID
from models.people.department import Department
from models.people.faces import with_face
from models.people.known import OPEN_SKILL
from models.people.person import Person
from models.people.skill import PersonSkill, Skill
from models.policy.viewer import EVERYONE, Viewer

SHOWN = 20
# Some fall away by what they do not want to be matched on.
LOOKED_AT = 40
# What so many people share says nothing of any two of them.
MOST_WHO_SHARE = 500
# Of one's newest things; and so many questions, pages and posts are named beside one person.
MY_NEWEST = 200
MOST_MATTERS = 3
TOPIC, SKILL = "topic", "skill"


@dataclass
class Alike:
    """A row of the person (id, username, name, job_title, department_name) with what is shared: topics, skills, and
    list rows of questions, pages and posts in which both wrote."""

    person: Any
    topics: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    matters: list[Any] = field(default_factory=list)
    score: float = 0.0


_me: Any = bindparam("me")
_root: Any = bindparam("root", type_=String)
_accepted = PersonTopic.word == literal_column(f"'{ACCEPTED_WORD}'")
_my_topics = select(PersonTopic.topic).where(PersonTopic.person_id == _me, _accepted)
_my_skills = select(PersonSkill.skill_id).where(PersonSkill.person_id == _me, OPEN_SKILL)
_rare = func.count() <= literal_column(str(MOST_WHO_SHARE))
_topics = (
    select(PersonTopic.topic, func.count().label("n"))
    .where(PersonTopic.topic.in_(_my_topics), _accepted)
    .group_by(PersonTopic.topic)
    .having(_rare)
    .subquery("topics_of_mine")
)
_skills = (
    select(PersonSkill.skill_id, func.count().label("n"))
    .where(PersonSkill.skill_id.in_(_my_skills), OPEN_SKILL)
    .group_by(PersonSkill.skill_id)
    .having(_rare)
    .subquery("skills_of_mine")
)
_shared = union_all(
    select(PersonTopic.person_id, literal_column(f"'{TOPIC}'").label("what"), PersonTopic.topic.label("name"))
    .add_columns((literal_column("1.0") / _topics.c.n).label("worth"))
    .join(_topics, _topics.c.topic == PersonTopic.topic)
    .where(_accepted),
    select(PersonSkill.person_id, literal_column(f"'{SKILL}'"), Skill.name, literal_column("1.0") / _skills.c.n)
    .join(_skills, _skills.c.skill_id == PersonSkill.skill_id)
    .join(Skill, Skill.id == PersonSkill.skill_id)
    .where(OPEN_SKILL),
).cte("shared")
_best = (
    select(Person.id, func.sum(_shared.c.worth).label("score"))
    .join(_shared, _shared.c.person_id == Person.id)
    .join(Department, Department.id == Person.department_id)
    .where(
        Person.id != _me,
        Person.shows_alike,
        Person.id.not_in(select(AlikeAside.other_id).where(AlikeAside.person_id == _me)),
        func.substr(Department.path, 1, func.length(_root)) != _root,
        *THERE,
    )
    .group_by(Person.id)
    .order_by(func.sum(_shared.c.worth).desc(), Person.id)
    .limit(literal_column(str(LOOKED_AT)))
    .subquery("best")
)
SHARED = with_face(
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.job_title,
        Department.name.label("department_name"),
        _shared.c.what,
        _shared.c.name.label("shared"),
        _shared.c.worth,
    )
    .join(_best, _best.c.id == Person.id)
    .join(_shared, _shared.c.person_id == Person.id)
    .join(Department, Department.id == Person.department_id)
)


def people_like(session: Session, viewer: Viewer) -> list[Alike]:
    """Up to 20 people in other departments who share topics and skills with the viewer, who shares most first.

    Nobody for guests, and for those who want no part in it or have no department.
    """
    if EVERYONE not in viewer.keys or not viewer.department_ids or not takes_part(session, viewer):
        return []
    # A department is "other" where the body at the top is another one.
    root = f"/{viewer.department_ids[0]}/"
    found: dict[int, Alike] = {}
    said = rows(session, SHARED, me=viewer.id, root=root, now=clock.now())
    refused = not_on(session, {row.id for row in said} | {viewer.id}) if said else {}
    for row in said:
        if any(refuses(text, row.shared) for each in (row.id, viewer.id) for text in refused.get(each, ())):
            continue
        alike = found.setdefault(row.id, Alike(row))
        (alike.topics if row.what == TOPIC else alike.skills).append(row.shared)
        alike.score += float(row.worth)
    people = sorted(found.values(), key=lambda each: (-each.score, each.person.name, each.person.id))[:SHOWN]
    _name_matters(session, viewer, people)
    return people


def takes_part(session: Session, by: Actor) -> bool:
    """Whether the person stands on such lists of others, and gets one."""
    return session.get_one(Person, by.id).shows_alike


def take_part(session: Session, by: Actor, on: bool) -> None:
    """Choose it; it holds at once."""
    session.get_one(Person, by.id).shows_alike = on


_said = Entry.__table__.alias("said")
_open: tuple[Any, ...] = (
    _said.c.state == literal_column("'live'"),
    _said.c.audience == literal_column(f"'{EVERYONE}'"),
    _said.c.kind.in_([literal_column(f"'{kind}'") for kind in KINDS]),
)
_matter = func.coalesce(_said.c.root_id, _said.c.id)
_newest = (
    select(_matter.label("id"))
    .where(_said.c.author_id == _me, *_open)
    .order_by(_said.c.created_at.desc(), _said.c.id.desc())
    .limit(literal_column(str(MY_NEWEST)))
    .cte("newest_of_mine")
)


def _theirs(column: Any) -> Any:
    columns = (_said.c.author_id, _said.c.id, _matter.label("matter_id"), _said.c.kind, _said.c.created_at)
    return select(*columns).where(column.in_(select(_newest.c.id)), among(_said.c.author_id, "people"), *_open)


BOTH_WROTE = union(_theirs(_said.c.root_id), _theirs(_said.c.id))


def _name_matters(session: Session, viewer: Viewer, people: list[Alike]) -> None:
    """Beside each person: the newest questions, pages and posts, open to all staff, in which both wrote."""
    if not people:
        return
    found = rows(session, BOTH_WROTE, me=viewer.id, people=as_words(each.person.id for each in people))
    deeds = [Deed(row.author_id, None, row.id, row.matter_id, row.id, row.kind, SAID, row.created_at) for row in found]
    both: dict[int, list[int]] = defaultdict(list)
    for deed in sorted(willing(session, "", deeds), key=lambda deed: (deed.at, deed.entry_id), reverse=True):
        if deed.matter_id not in both[deed.person_id]:
            both[deed.person_id].append(deed.matter_id)
    shown = _shown(session, viewer, {matter for each in both.values() for matter in each[:MOST_MATTERS]})
    for alike in people:
        wanted = both[alike.person.id][:MOST_MATTERS]
        alike.matters = [shown[each] for each in wanted if each in shown]


def _shown(session: Session, viewer: Viewer, matters: Iterable[int]) -> dict[int, Any]:
    ids = sorted(matters)
    return visible_rows(session, viewer, as_words(ids)) if ids else {}


automatic(
    Automatic(
        name="people-like-me",
        title=_l("People like you in other departments"),
        does=_l("Names up to %(most)s people of other departments who share topics or skills with you, and which.",
                most=SHOWN),
        inputs=(
            _l("Topics that you and they accepted."),
            _l("Skills that you and they show to all staff."),
            _l("The fewer people share a topic or skill, the more it counts."),
            _l("Questions, pages and posts in which both of you wrote are named beside it, and count for nothing."),
        ),
        never=tuple(each.what for each in NEVER),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "It is off until you switch it on, on its page; switched off again, you are on nobody’s list and get none. "
            "Say “Not relevant” to leave out one person; to leave out one subject, hide or contest the topic, or say "
            "that you do not want to be matched on it."
        ),
        address="/people/me/alike",
    )
)  # fmt: skip
