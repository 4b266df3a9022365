"""Which skills an opportunity asks for. The vocabulary and what people have are in `people.skill`."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core.base import Base, BigId
from models.core.db import among, as_words, rows
from models.core.errors import Invalid
from models.core.language import ngettext
from models.people.skill import Skill, add_skill, check_skill_name, folded, skill_named

MOST_SKILLS = 10


class OpportunitySkill(Base):
    """An opportunity asks for a skill."""

    __tablename__ = "opportunity_skills"

    opportunity_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("opportunities.id", ondelete="CASCADE"), primary_key=True
    )
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id"), primary_key=True, index=True)


WANTED = (
    select(OpportunitySkill.opportunity_id, Skill.id, Skill.name)
    .join(Skill, Skill.id == OpportunitySkill.skill_id)
    .where(among(OpportunitySkill.opportunity_id, "opportunities"))
    .order_by(Skill.name, Skill.id)
)


def skills_wanted(session: Session, ids: Iterable[int]) -> dict[int, list[Any]]:
    """By opportunity: rows (id, name) of the skills that it asks for, by name."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, WANTED, opportunities=as_words(ids)):
        found.setdefault(row.opportunity_id, []).append(row)
    return found


def names_wanted(session: Session, opportunity_id: int) -> list[str]:
    return [row.name for row in skills_wanted(session, [opportunity_id]).get(opportunity_id, [])]


def check_skills(names: Sequence[str]) -> dict[str, str]:
    """The names as they are kept, once each, by what they are compared by. Raises Invalid (`skills`)."""
    found: dict[str, str] = {}
    for name in filter(str.strip, names):
        try:
            kept = check_skill_name(name)
        except Invalid as error:
            raise Invalid(str(error), "skills") from error
        found.setdefault(folded(kept), kept)
    if len(found) > MOST_SKILLS:
        said = ngettext("Enter at most %(num)s skill", "Enter at most %(num)s skills", MOST_SKILLS)
        raise Invalid(said, "skills")
    return found


def set_skills(session: Session, opportunity_id: int, names: Sequence[str]) -> bool:
    """Ask for these skills, found by a name or synonym, else added; True when they differ. Raises Invalid."""
    wanted = {_skill_id(session, name) for name in check_skills(names).values()}
    mine = OpportunitySkill.opportunity_id == opportunity_id
    session.flush()
    before = set(session.scalars(select(OpportunitySkill.skill_id).where(mine)))
    if gone := before - wanted:
        session.execute(delete(OpportunitySkill).where(mine, OpportunitySkill.skill_id.in_(gone)))
    session.add_all(OpportunitySkill(opportunity_id=opportunity_id, skill_id=each) for each in sorted(wanted - before))
    session.flush()
    return wanted != before


def _skill_id(session: Session, name: str) -> int:
    found = skill_named(session, name)
    return int(found.id if found else add_skill(session, name).id)
