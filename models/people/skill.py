"""Skills: the vocabulary with its synonyms and levels, and which skills people say they have. Not who endorses them."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.base import Base, key, name, word
from models.core.db import among, as_words, one, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import lazy_gettext as _l
from models.core.language import ngettext, pgettext
from models.core.text import clean
from models.people.person import Person
from models.people.section import EVERYONE, narrowest

SKILL_LIMIT = 100
MOST_SKILLS = 20
MOST_SUGGESTED = 10
LEVELS = ("awareness", "working", "practitioner", "expert")
# A skill that somebody typed and that stands in no vocabulary.
FREE = "free"


class Skill(Base):
    """One skill. `kind` is `skill`, `knowledge` or `free`; `levels` says what each level means, where that is known."""

    __tablename__ = "skills"

    id: Mapped[key]
    name: Mapped[name]
    kind: Mapped[word]
    description: Mapped[str] = mapped_column(Text, default="")
    levels: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    origin_id: Mapped[str | None] = mapped_column(String(200), unique=True)


class SkillName(Base):
    """A name that finds a skill: its own and its synonyms, folded for comparing."""

    __tablename__ = "skill_names"
    __table_args__ = (Index("ix_skill_names_folded", "folded"),)

    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[name]


class PersonSkill(Base):
    """A person says that they have a skill. `level` is one of LEVELS or nothing.

    `audience` is `everyone`, or `person:<id>` where the person shows their skills to fewer: then the page alone does.
    """

    __tablename__ = "person_skills"
    __table_args__ = (Index("ix_person_skills_skill_id_audience", "skill_id", "audience", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skills.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(20), default="")
    audience: Mapped[str] = mapped_column(String(60), default=EVERYONE)
    added_at: Mapped[datetime]


def level_words() -> dict[str, str]:
    """What each level is called, from the lowest; nothing for a skill without one."""
    return {
        "": _("No level"),
        "awareness": pgettext("skill level", "Awareness"),
        "working": pgettext("skill level", "Working"),
        "practitioner": pgettext("skill level", "Practitioner"),
        "expert": pgettext("skill level", "Expert"),
    }


def folded(text: str) -> str:
    """A name for comparing: compatibility forms, case and blanks are alike."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:200]


def check_skill_name(text: str) -> str:
    """The name as it is kept. Raises Invalid (`skill`)."""
    text = " ".join(clean(text).split())
    if not 1 <= len(text) <= SKILL_LIMIT or not any(each.isalnum() for each in text):
        said = _("Enter a skill of 1 to %(most)s characters, such as Service design", most=SKILL_LIMIT)
        raise Invalid(said, "skill")
    return text


NAMED = (
    select(Skill.id, Skill.name, Skill.kind, SkillName.name.label("by"))
    .join(SkillName, SkillName.skill_id == Skill.id)
    .where(SkillName.folded == bindparam("folded"))
    # Its own name before a synonym; the vocabulary before what somebody typed.
    .order_by(case((SkillName.name == Skill.name, 0), else_=1), case((Skill.kind == FREE, 1), else_=0), Skill.id)
    .limit(1)
)


def skill_named(session: Session, text: str) -> Any:
    """The row (id, name, kind, by) of the skill with this name or synonym, or None."""
    return one(session, NAMED, folded=folded(text))


_held_openly = (
    select(literal(1))
    .where(PersonSkill.skill_id == Skill.id, PersonSkill.audience == EVERYONE)
    .correlate(Skill)
    .exists()
)
_begins = SkillName.folded.like(bindparam("start"), escape="\\")
SUGGESTED = (
    select(Skill.id, Skill.name, func.min(SkillName.name).label("by"))
    .join(SkillName, SkillName.skill_id == Skill.id)
    # What somebody typed is offered to others only when all staff may know that somebody has it, and to staff alone.
    .where(
        SkillName.folded.like(bindparam("text"), escape="\\"),
        or_(Skill.kind != FREE, and_(literal_column("0") == bindparam("guest", type_=Integer), _held_openly)),
    )
    .group_by(Skill.id, Skill.name)
    .order_by(
        func.min(case((_begins & (SkillName.name == Skill.name), 0), (_begins, 1), else_=2)),
        func.length(Skill.name),
        Skill.name,
        Skill.id,
    )
    .limit(MOST_SUGGESTED)
)


def skills_like(session: Session, text: str, *, guest: bool = False) -> list[Any]:
    """Rows (id, name, by) of skills with this text in a name or synonym `by`; those that begin with it first.

    A guest is offered the vocabulary alone: what staff typed is for staff.
    """
    wanted = folded(text[:SKILL_LIMIT])
    if not wanted:
        return []
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return rows(session, SUGGESTED, text=f"%{escaped}%", start=f"{escaped}%", guest=int(guest))


def add_skill(session: Session, text: str, kind: str = FREE, **values: Any) -> Skill:
    """Add a skill to the vocabulary. Raises Invalid (`skill`)."""
    text = check_skill_name(text)
    made = Skill(name=text, kind=kind, created_at=clock.now(), **{"description": "", **values})
    session.add(made)
    session.flush()
    session.add(SkillName(skill_id=made.id, folded=folded(text), name=text))
    return made


def check_level(level: str) -> str:
    """Raises Invalid (`level`)."""
    if level and level not in LEVELS:
        raise Invalid(_("Choose one of the options"), "level")
    return level


COUNT = select(func.count()).select_from(PersonSkill).where(PersonSkill.person_id == bindparam("person_id"))


def claim_skill(session: Session, person: Person, text: str, level: str = "", audience: str = EVERYONE) -> int:
    """Say that one has a skill, found by its name or a synonym, else added; returns its number.

    Saying it again with a level changes that. Raises Invalid (`skill`, `level`) and Refused past the limit.
    """
    text, level = check_skill_name(text), check_level(level)
    found = skill_named(session, text)
    skill_id = found.id if found else None
    known = session.get(PersonSkill, (person.id, skill_id)) if skill_id else None
    if known is not None:
        known.level = level or known.level
    else:
        if one(session, COUNT, person_id=person.id)[0] >= MOST_SKILLS:
            raise Refused(
                ngettext(
                    "You can name %(num)s skill. Remove one that matters less, then add this one.",
                    "You can name %(num)s skills. Remove one that matters less, then add this one.",
                    MOST_SKILLS,
                )
            )
        skill_id = skill_id or add_skill(session, text).id
        key_ = narrowest(audience, person)
        session.add(
            PersonSkill(person_id=person.id, skill_id=skill_id, level=level, audience=key_, added_at=clock.now())
        )
    person.touch(session)
    session.flush()
    return int(skill_id or 0)


def set_level(session: Session, person: Person, skill_id: int, level: str) -> None:
    """Raises LookupError for a skill that the person does not have, and Invalid (`level`)."""
    held_skill(session, person.id, skill_id).level = check_level(level)
    person.touch(session)


def held_skill(session: Session, person_id: int, skill_id: int) -> PersonSkill:
    """The person's skill. Raises LookupError."""
    found = session.get(PersonSkill, (person_id, skill_id))
    if found is None:
        raise LookupError(skill_id)
    return found


def called_anew(session: Session, skill_ids: Iterable[int]) -> None:
    """Skills are found by more names from now on, and so are those who have them (`words`)."""
    theirs = select(PersonSkill.person_id).where(among(PersonSkill.skill_id, "skills"))
    changed = update(Person).where(Person.id.in_(theirs)).values(changed_at=clock.now())
    session.execute(changed, {"skills": as_words(skill_ids)})


SKILLS_OF = (
    select(Skill.id, Skill.name, Skill.kind, PersonSkill.level)
    .join(PersonSkill, PersonSkill.skill_id == Skill.id)
    .where(PersonSkill.person_id == bindparam("person_id"))
    .order_by(Skill.name, Skill.id)
)


def skills_of(session: Session, person_id: int) -> list[Any]:
    """Rows (id, name, kind, level) of everything that the person says they can, by name. For the person alone."""
    return rows(session, SKILLS_OF, person_id=person_id)


automatic(
    Automatic(
        name="skills-offered",
        title=_l("Skills offered while typing"),
        does=_l("Offers up to ten known skills whose name begins with what you type, or holds it."),
        inputs=(_l("What you type."), _l("The names and other names of known skills.")),
        never=(
            _l("Who has a skill, and how many do."),
            _l("Words of people who do not show their skills to all staff."),
        ),
        owner=_l("The administrators of Witan"),
        switch=_l("It cannot be switched off. You can type any skill instead."),
        address="/people/me/skills",
    )
)
