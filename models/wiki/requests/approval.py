"""Where changes to pages wait for approval: for a whole space or a page and all below it, by how many, by whom.

The change requests themselves live in `requesting`, what reviewers say of them in `reviewing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, bindparam, delete, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.activity.act import Actor
from models.core import clock
from models.core.base import Base, BigId, key, word
from models.core.db import one, rows
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.entries import editing
from models.entries.entry import Entry
from models.people.department import Department
from models.people.person import Person
from models.policy.readers import below, may_read, people_where
from models.policy.viewer import Viewer
from models.spaces.joining import note
from models.spaces.membership import ROLES, Membership
from models.spaces.space import Space
from models.wiki.page import Page

MOST_NEEDED = 5
MOST_NAMED = 30
DEEPEST = 12


class ApprovalRule(Base):
    """How changes are approved in a space (`page_id` None) or on a page and all below it.

    `needed` 0 lets changes be saved at once below a page of a space that asks otherwise. `who` is `role` (everybody
    with at least `role`), `people` (those named in ApprovalPerson) or `department` (it and all below).
    """

    __tablename__ = "approval_rules"
    __table_args__ = (
        Index("ix_approval_rules_space_id", "space_id"),
        CheckConstraint("needed BETWEEN 0 AND 5", name="needed"),
        CheckConstraint("who IN ('role', 'people', 'department')", name="who"),
    )

    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    page_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"))
    needed: Mapped[int] = mapped_column(default=1)
    who: Mapped[word] = mapped_column(default="role")
    role: Mapped[word] = mapped_column(default="curator")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    curators_too: Mapped[bool] = mapped_column(default=True)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    set_at: Mapped[datetime]


class ApprovalPerson(Base):
    """Somebody named as an approver."""

    __tablename__ = "approval_people"

    rule_id: Mapped[int] = mapped_column(ForeignKey("approval_rules.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)


class NeedsApproval(Refused):
    """The text is kept nowhere yet: it must be sent as a change request."""


@dataclass(frozen=True)
class Approval:
    """What a change needs: how many approvers, and who they may be."""

    rule_id: int | None = None
    page_id: int | None = None
    needed: int = 1
    who: str = "role"
    role: str = "curator"
    department_id: int | None = None
    curators_too: bool = True
    person_ids: frozenset[int] = frozenset()


# Of a request whose rule was taken back meanwhile: a curator decides.
FALLEN_BACK = Approval()

_COLUMNS = (
    ApprovalRule.id,
    ApprovalRule.page_id,
    ApprovalRule.needed,
    ApprovalRule.who,
    ApprovalRule.role,
    ApprovalRule.department_id,
    ApprovalRule.curators_too,
)
RULES_OF = select(*_COLUMNS).where(ApprovalRule.space_id == bindparam("space_id"))
ONE_RULE = select(*_COLUMNS).where(ApprovalRule.id == bindparam("rule_id"))
NAMED = select(ApprovalPerson.person_id).where(ApprovalPerson.rule_id == bindparam("rule_id"))
_entries = Entry.__table__
_up = (
    select(_entries.c.id, _entries.c.parent_id, literal_column("0").label("height"))
    .where(_entries.c.id == bindparam("page_id", type_=BigId))
    .cte("up", recursive=True)
)
_up = _up.union_all(
    select(_entries.c.id, _entries.c.parent_id, _up.c.height + 1)
    .where(_entries.c.id == _up.c.parent_id)
    .where(_up.c.height < DEEPEST)
)
WAY_UP = select(_up.c.id).order_by(_up.c.height)


def rule_over(session: Session, space_id: int, page_id: int | None) -> Any:
    """The row of the rule that holds for a page: the nearest above it, else the space's. None when there is none."""
    found = {row.page_id: row for row in rows(session, RULES_OF, space_id=space_id)}
    if not found:
        return None
    if page_id is not None and found.keys() - {None}:
        for row in rows(session, WAY_UP, page_id=page_id):
            if row.id in found:
                return found[row.id]
    return found.get(None)


def approval_of(session: Session, row: Any) -> Approval | None:
    """What a row of a rule asks for; None when it asks for nothing."""
    if row is None or not row.needed:
        return None
    named = rows(session, NAMED, rule_id=row.id) if row.who == "people" else ()
    people = frozenset(each.person_id for each in named)
    return Approval(row.id, row.page_id, row.needed, row.who, row.role, row.department_id, row.curators_too, people)


def approval_by_id(session: Session, rule_id: int | None) -> Approval:
    """The approval that a request was sent for, or a curator's when that rule is no more."""
    found = one(session, ONE_RULE, rule_id=rule_id) if rule_id is not None else None
    return approval_of(session, found) or FALLEN_BACK


def approval_needed(session: Session, by: Actor, space_id: int, page_id: int | None) -> Approval | None:
    """What a change by this person to a page (None: a new one at the top) must wait for; None when for nothing."""
    found = approval_of(session, rule_over(session, space_id, page_id))
    if found is None or (not found.curators_too and _is_curator(session, by, space_id)):
        return None
    return found


def _is_curator(session: Session, by: Actor, space_id: int) -> bool:
    if isinstance(by, Viewer):
        return by.has_role(space_id, "curator")
    found = session.get(Membership, (space_id, by.id))
    return found is not None and found.role in ("curator", "owner")


@editing.before_saving
def refuse_unapproved(session: Session, entry: Entry, by: Actor) -> None:
    """No door saves a page past its approvers. Raises NeedsApproval."""
    if not isinstance(entry, Page) or entry.space is None:
        return
    # A new page has no number yet: what holds for the page above it holds for it.
    if approval_needed(session, by, entry.space.id, entry.id or entry.parent_id):
        again = _("Changes to this page wait for approval. Open it with Edit and send your change for approval.")
        new = _("New pages here wait for approval. Write it as a new page and send it for approval.")
        raise NeedsApproval(again if entry.id else new)


def approvers(session: Session, approval: Approval, space_id: int, audience: str, without: int | None) -> list[Any]:
    """Rows (id, username, name) of the people who can approve now and may read it, but not `without`."""
    conditions = [may_read(audience), Person.id != (without or 0)]
    if approval.who == "people":
        conditions.append(Person.id.in_(approval.person_ids))
    elif approval.who == "department":
        conditions += [below(approval.department_id or 0), Person.is_guest.is_(False)]
    else:
        roles = ROLES[ROLES.index(approval.role) :]
        held = select(Membership.person_id).where(Membership.space_id == space_id, Membership.role.in_(roles))
        conditions.append(Person.id.in_(held))
    found = people_where(*conditions).with_only_columns(Person.id, Person.username, Person.name)
    return rows(session, found.order_by(Person.filed_as, Person.id).limit(200))


def require_approval(
    session: Session,
    by: Actor,
    space: Space,
    page: Page | None,
    *,
    needed: int,
    who: str = "role",
    role: str = "curator",
    department_id: int | None = None,
    people: Iterable[int] = (),
    curators_too: bool = True,
) -> ApprovalRule:
    """Set how changes are approved in a space, or on a page and all below it. Raises Invalid."""
    named = set(people)
    _check(session, needed, who, role, department_id, named, page)
    rule = _own_rule(session, space, page)
    if rule is None:
        rule = ApprovalRule(space_id=space.id, page_id=page.id if page else None)
        session.add(rule)
    rule.needed, rule.who, rule.role, rule.curators_too = needed, who, role, curators_too
    rule.department_id = department_id if who == "department" else None
    rule.set_by_id, rule.set_at = by.id, clock.now()
    session.flush()
    session.execute(delete(ApprovalPerson).where(ApprovalPerson.rule_id == rule.id))
    if who == "people":
        session.add_all(ApprovalPerson(rule_id=rule.id, person_id=each) for each in sorted(named))
    session.flush()
    _note(session, by, space, page, needed=needed, who=who)
    return rule


def lift_approval(session: Session, by: Actor, space: Space, page: Page | None) -> bool:
    """Take the rule of a space, or that of a page, back. False when there is none."""
    rule = _own_rule(session, space, page)
    if rule is None:
        return False
    session.delete(rule)
    session.flush()
    _note(session, by, space, page, needed=0, who="")
    return True


def own_rule(session: Session, space: Space, page: Page | None) -> tuple[ApprovalRule | None, list[Any]]:
    """The rule that is set right here, with rows (id, username, name) of those it names."""
    rule = _own_rule(session, space, page)
    if rule is None or rule.who != "people":
        return rule, []
    named = select(Person.id, Person.username, Person.name).join(ApprovalPerson, ApprovalPerson.person_id == Person.id)
    return rule, rows(session, named.where(ApprovalPerson.rule_id == rule.id).order_by(Person.filed_as))


def _own_rule(session: Session, space: Space, page: Page | None) -> ApprovalRule | None:
    here = ApprovalRule.page_id == page.id if page else ApprovalRule.page_id.is_(None)
    return session.scalar(select(ApprovalRule).where(ApprovalRule.space_id == space.id, here))


def _check(
    session: Session, needed: int, who: str, role: str, department_id: int | None, named: set[int], page: Page | None
) -> None:
    if not (0 if page else 1) <= needed <= MOST_NEEDED:
        raise Invalid(_("Choose how many people must approve"), "needed")
    if who not in ("role", "people", "department"):
        raise Invalid(_("Choose who can approve"), "who")
    if who == "role" and role not in ROLES[1:]:
        raise Invalid(_("Choose a role"), "role")
    if who == "people" and not 1 <= len(named) <= MOST_NAMED:
        raise Invalid(_("Name 1 to %(most)s people", most=MOST_NAMED), "people")
    if who == "department" and (department_id is None or session.get(Department, department_id) is None):
        raise Invalid(_("Choose a department"), "department")


def _note(session: Session, by: Actor, space: Space, page: Page | None, **detail: Any) -> None:
    if page is not None:
        editing.note(session, by, "required-approval", page, **detail)
    else:
        note(session, by, "required-approval", space, **detail)
