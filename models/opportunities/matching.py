"""Which opportunities fit a person, and which people fit an opportunity: by skills that they show, where they agreed.

Nothing that Witan infers about anybody is looked at: the skills are those that people put on their own page for all
staff to see, without the ones on which they do not want to be matched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Session

from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows, words
from models.core.language import lazy_gettext as _l
from models.entries.entry import Entry
from models.entries.rows import list_rows
from models.opportunities.listing import COLUMNS, FACTS, TO_BE_HAD
from models.opportunities.offering import Offer
from models.opportunities.opportunity import Opportunity, today
from models.opportunities.wanting import OpportunitySkill
from models.opportunities.wishes import OpportunityPass, OpportunityWish
from models.people.department import Department
from models.people.person import Person
from models.people.section import EVERYONE
from models.people.skill import PersonSkill, Skill, folded
from models.people.statement import do_not_match
from models.policy.readers import may_read, people_where
from models.policy.viewer import Viewer

MOST = 20
# So many are looked at before those drop out who do not want to be matched on what they share.
LOOKED_AT = 100


@dataclass(frozen=True)
class Match:
    """A row of an opportunity or a person, and the names of the skills that the two share."""

    row: Any
    shared: tuple[str, ...]


def _shared(person_id: Any) -> Any:
    """How many of the skills that an opportunity asks for the person shows to all staff."""
    return (
        select(func.count())
        .select_from(OpportunitySkill)
        .join(PersonSkill, PersonSkill.skill_id == OpportunitySkill.skill_id)
        .where(
            OpportunitySkill.opportunity_id == FACTS.c.id,
            PersonSkill.person_id == person_id,
            PersonSkill.audience == EVERYONE,
        )
        .correlate(FACTS)
        .scalar_subquery()
    )


def _any(table: Any, *conditions: Any) -> Any:
    return select(literal_column("1")).select_from(table).where(*conditions).correlate(FACTS).exists()


_me = bindparam("person_id", type_=Integer)
_number = _shared(_me)
SUGGESTED = (
    list_rows(*COLUMNS, _number.label("n"))
    .join(FACTS, FACTS.c.id == Entry.id)
    .where(
        TO_BE_HAD,
        among(Entry.audience, "keys"),
        Entry.author_id != _me,
        FACTS.c.sort.in_(
            select(OpportunityWish.sort).where(OpportunityWish.person_id == _me, OpportunityWish.suggested)
        ),
        ~_any(Offer, Offer.opportunity_id == FACTS.c.id, Offer.person_id == _me),
        ~_any(OpportunityPass, OpportunityPass.opportunity_id == FACTS.c.id, OpportunityPass.person_id == _me),
        _number > 0,
    )
    .order_by(_number.desc(), FACTS.c.offers_until, Entry.id)
    .limit(literal_column(str(LOOKED_AT)))
)
SHARED = (
    select(OpportunitySkill.opportunity_id, PersonSkill.person_id, Skill.name)
    .join(PersonSkill, PersonSkill.skill_id == OpportunitySkill.skill_id)
    .join(Skill, Skill.id == OpportunitySkill.skill_id)
    .where(
        among(OpportunitySkill.opportunity_id, "opportunities"),
        among(PersonSkill.person_id, "people"),
        PersonSkill.audience == EVERYONE,
    )
    .order_by(Skill.name, Skill.id)
)


def suggested(session: Session, viewer: Viewer) -> list[Match]:
    """What fits the viewer best, of the types they agreed to: most shared skills first, then the last day for offers.

    Rows have COLUMNS. Empty for whoever agreed to nothing or shows no skills.
    """
    found = rows(session, SUGGESTED, keys=viewer.keys_json, today=today(), person_id=viewer.id)
    if not found:
        return []
    shared = _shared_names(session, [row.id for row in found], [viewer.id])
    return _ranked([Match(row, shared.get((row.id, viewer.id), ())) for row in found])


FITTING = (
    select(
        Person.id,
        Person.name,
        Person.username,
        Person.job_title,
        Department.name.label("department_name"),
        func.count().label("n"),
    )
    .select_from(PersonSkill)
    .join(OpportunitySkill, OpportunitySkill.skill_id == PersonSkill.skill_id)
    .join(FACTS, FACTS.c.id == OpportunitySkill.opportunity_id)
    .join(Person, Person.id == PersonSkill.person_id)
    .outerjoin(Department, Department.id == Person.department_id)
    .join(
        OpportunityWish,
        (OpportunityWish.person_id == Person.id)
        & (OpportunityWish.sort == FACTS.c.sort)
        & OpportunityWish.findable,
    )
    .where(
        FACTS.c.id == bindparam("opportunity_id"),
        PersonSkill.audience == EVERYONE,
        Person.disabled_at.is_(None),
        Person.id.not_in(select(Offer.person_id).where(Offer.opportunity_id == bindparam("opportunity_id"))),
        Person.id.not_in(
            select(OpportunityPass.person_id).where(OpportunityPass.opportunity_id == bindparam("opportunity_id"))
        ),
    )
    .group_by(Person.id, Person.name, Person.username, Person.job_title, Department.name)
    .order_by(func.count().desc(), Person.name, Person.id)
    .limit(literal_column(str(LOOKED_AT)))
)  # fmt: skip


def who_could_fit(session: Session, made: Opportunity) -> list[Match]:
    """People who agreed to be found for this type, may read it and share a skill with it. For its owner alone."""
    found = [row for row in rows(session, FITTING, opportunity_id=made.id) if row.id != made.author_id]
    if not found:
        return []
    asked = select(cast(words("people").c.value, Integer)).params(people=as_words(row.id for row in found))
    readers = set(session.scalars(people_where(may_read(made.audience), Person.id.in_(asked))))
    found = [row for row in found if row.id in readers]
    shared = _shared_names(session, [made.id], [row.id for row in found])
    return _ranked([Match(row, shared.get((made.id, row.id), ())) for row in found])


def _shared_names(
    session: Session, opportunities: list[int], people: Iterable[int]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """By opportunity and person: shared skills, without those that the person does not want to be matched on."""
    people = list(people)
    unwanted = do_not_match(session, people)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for row in rows(session, SHARED, opportunities=as_words(opportunities), people=as_words(people)):
        if not unwanted.get(row.person_id, frozenset()) & set(folded(row.name).split()):
            key = (row.opportunity_id, row.person_id)
            found[key] = (*found.get(key, ()), row.name)
    return found


def _ranked(found: list[Match]) -> list[Match]:
    """Those that still share something; the order within the same number stays."""
    return sorted([each for each in found if each.shared], key=lambda each: -len(each.shared))[:MOST]


automatic(
    Automatic(
        name="opportunities-for-you",
        title=_l("Opportunities that could fit you"),
        does=_l("Shows you opportunities of the types that you chose and names the skills that you share with each."),
        inputs=(
            _l("The skills that you show to all staff, and the skills that the opportunity asks for."),
            _l("The types that you chose, what you put aside, and until when offers can be made."),
        ),
        never=(
            _l("Topics that Witan infers, what you wrote, read or searched, and how your earlier offers ended."),
            _l("Skills on which you do not want to be matched."),
        ),
        owner=_l("You, by the types that you choose"),
        switch=_l("It is off until you choose a type. Take the ticks away under “What may be suggested”."),
        address="/opportunities/wishes",
    )
)
automatic(
    Automatic(
        name="people-for-an-opportunity",
        title=_l("People who could fit an opportunity"),
        does=_l(
            "Shows the owner of an opportunity colleagues who agreed to be found for its type, and the shared skills."
        ),
        inputs=(
            _l("The skills that the person shows to all staff, and the skills that the opportunity asks for."),
            _l("Whether the person agreed to be found for this type and may read the opportunity."),
        ),
        never=(
            _l("Topics that Witan infers, absence, and offers that the person made elsewhere."),
            _l("Whoever said that this opportunity is not for them."),
        ),
        owner=_l("You, by the types that you choose"),
        switch=_l("It is off until you choose a type. Take the ticks away under “What may be suggested”."),
        address="/opportunities/wishes",
    )
)
