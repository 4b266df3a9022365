"""Who answers for a page: naming somebody, handing many pages over at once, and what lets a hand-over be undone.

Nobody by name means the owners of the space; the same holds once a person has left (see `columns.gone`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from models.activity.act import Act, Actor
from models.core import clock, outbox
from models.core.db import among, as_words, session_of
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries import editing
from models.people.department import Department
from models.people.person import Person, person_named
from models.policy.viewer import Viewer
from models.spaces.joining import note
from models.spaces.membership import membership
from models.spaces.space import Space
from models.wiki.care.columns import AUTHOR, EVERY_MONTHS, Owner, PageDefaults, months_after, state_of
from models.wiki.page import Page

# The verbs of acts that `undo` takes back; their detail holds what stood before.
VERBS = ("set-owner", "set-review", "checked")
LONGEST = 120
UNDO_WITHIN = timedelta(hours=1)
AT_ONCE = 500


def check_owner(session: Session, space: Space, owner: Owner) -> Owner:
    """Raises Invalid (`owner`) for a person who may not read the space, or a unit that does not exist."""
    if owner.person_id and not _can_answer(session, space, session.get(Person, owner.person_id)):
        raise Invalid(_("Choose somebody who can read this space. Their account must be open."), "owner")
    if owner.department_id:
        unit = session.get(Department, owner.department_id)
        if unit is None or unit.closed_at is not None:
            raise Invalid(_("Choose a department that is not closed."), "owner")
    return owner


def _can_answer(session: Session, space: Space, person: Person | None) -> bool:
    if person is None or person.disabled_at is not None:
        return False
    return not person.is_guest if space.openness == "open" else membership(session, space, person.id) is not None


def owner_named(session: Session, space: Space, username: str) -> Owner:
    """The person with this username as an owner. Raises Invalid (`other`); says no more of people who are not here."""
    person = person_named(session, username.removeprefix("@"))
    if person is None or not _can_answer(session, space, person):
        raise Invalid(_("Nobody who can read this space has this username."), "other")
    return Owner(person_id=person.id)


def check_review(months: int | None, on: date | None) -> None:
    """Raises Invalid (`review_on`, `review`) for a day that is past or too far away."""
    today = clock.now().date()
    if on is not None and on <= today:
        raise Invalid(_("The review date must be in the future."), "review_on")
    if on is not None and on > months_after(today, LONGEST):
        raise Invalid(_("The review date must be within the next ten years."), "review_on")
    if months is not None and months not in EVERY_MONTHS:
        raise Invalid(_("Choose how often the page is checked."), "review")


@dataclass(frozen=True)
class Plan:
    """What a hand-over changes. None leaves the owner as it is; without `dated` the review dates stay.

    `spread` lays the first checks evenly over the months, so that not all are due on one day.
    """

    owner: Owner | None = None
    dated: bool = False
    months: int | None = None
    on: date | None = None
    spread: bool = False

    def first_day(self, number: int, of: int) -> date | None:
        """When the page with this number, counted from 0, is due first."""
        if not self.months:
            return self.on
        today = clock.now().date()
        last = months_after(today, self.months)
        return today + (last - today) * (number + 1) // of if self.spread else last


def entrust(page: Page, plan: Plan, by: Actor) -> bool:
    """Change the owner and the review date of one page. True when anything changed. Raises Invalid."""
    space = page.space
    if space is None:
        raise LookupError("a page belongs to a space")
    return bool(hand_over(session_of(page), space, [page], plan, by))


def hand_over(session: Session, space: Space, pages: Sequence[Page], plan: Plan, by: Actor) -> list[int]:
    """Change many pages of a space in one go; one act a page. The ids of those that changed. Raises Invalid."""
    if plan.owner is not None:
        check_owner(session, space, plan.owner)
    if plan.dated:
        check_review(plan.months, plan.on)
    changed = []
    for number, page in enumerate(pages):
        before = kept(page)
        if plan.owner is not None and plan.owner != page.owner:
            _give(page, plan.owner, by)
        if plan.dated:
            page.review_months, page.review_on = plan.months, plan.first_day(number, len(pages))
        if note_change(session, page, by, before, "set-owner" if page.owner != before_owner(before) else "set-review"):
            changed.append(page.id)
    promise_index(session, changed)
    return changed


def _give(page: Page, owner: Owner, by: Actor) -> None:
    page.owner_person_id, page.owner_role = owner.person_id, owner.role
    page.owner_department_id = owner.department_id
    page.owner_told_by_id = by.id if owner.person_id and owner.person_id != by.id else None


def kept(page: Page) -> dict[str, Any]:
    """What an act keeps so that it can be undone: plain words and dates."""
    return {
        "owner": str(page.owner),
        "review_on": page.review_on.isoformat() if page.review_on else None,
        "months": page.review_months,
    }


def before_owner(before: dict[str, Any]) -> Owner:
    return Owner.parse(before["owner"])


def note_change(session: Session, page: Page, by: Actor, before: dict[str, Any], verb: str) -> bool:
    """Record what changed, if anything did, and mark the page for lists and search."""
    after = kept(page)
    page.review = state_of(page.review_on, page.checked_at)
    if after == before and verb != "checked":
        return False
    editing.note(session, by, verb, page, before=before, after=after)
    return True


def promise_index(session: Session, ids: Sequence[int]) -> None:
    """Have search learn of these pages."""
    for start in range(0, len(ids), AT_ONCE):
        subjects = [f"entry:{page_id}" for page_id in ids[start : start + AT_ONCE]]
        outbox.promise(session, "index", subjects[0], subjects=subjects)


def last_acts(session: Session, space_id: int, by: Actor, ids: Iterable[int]) -> tuple[int, int] | None:
    """The (first, last) act of what the person just did to these pages, for an address that takes it back."""
    session.flush()
    wanted = set(ids)
    found = [
        act.id
        for act in session.scalars(
            select(Act)
            .where(Act.space_id == space_id, Act.actor_id == by.id, Act.verb.in_(VERBS))
            .order_by(Act.id.desc())
            .limit(len(wanted))
        )
        if act.subject_id in wanted
    ]
    return (min(found), max(found)) if found else None


def undo(session: Session, space_id: int, first: int, last: int, by: Viewer, page_id: int | None = None) -> int:
    """Take back what the person did within the hour, from the first to the last act; says to how many pages.

    A page that somebody changed since stays as it is now; so does one that the person may no longer read.
    """
    acts = session.scalars(
        select(Act)
        .where(Act.space_id == space_id, Act.actor_id == by.id, Act.id.between(first, last), Act.verb.in_(VERBS))
        .where(Act.at > clock.now() - UNDO_WITHIN)
        .order_by(Act.id.desc())
    ).all()
    wanted = [act.subject_id for act in acts if page_id in (None, act.subject_id)]
    pages = {page.id: page for page in pages_by_id(session, by, space_id, wanted)}
    changed = []
    for act in acts:
        page, detail = pages.get(act.subject_id), act.detail or {}
        if page is None or kept(page) != detail.get("after"):
            continue
        _put_back(page, detail, act.verb)
        note_change(session, page, by, detail["after"], "set-owner")
        changed.append(page.id)
    promise_index(session, changed)
    return len(changed)


def _put_back(page: Page, detail: dict[str, Any], verb: str) -> None:
    before = detail["before"]
    owner = Owner.parse(before["owner"])
    page.owner_person_id, page.owner_role, page.owner_department_id = owner.person_id, owner.role, owner.department_id
    page.owner_told_by_id = None
    page.review_on = date.fromisoformat(before["review_on"]) if before["review_on"] else None
    page.review_months = before["months"]
    if verb == "checked":
        page.checked_at = datetime.fromisoformat(detail["checked_at"]) if detail.get("checked_at") else None
        page.checked_by_id = detail.get("checked_by")


def pages_by_id(session: Session, viewer: Viewer, space_id: int, ids: Sequence[int]) -> list[Page]:
    """Live pages of the space that the viewer may read, in the order of the ids."""
    found = {
        page.id: page
        for page in session.scalars(BY_ID, {"space": space_id, "pages": as_words(ids), "keys": viewer.keys_json})
    }
    return [found[page_id] for page_id in dict.fromkeys(ids) if page_id in found]


BY_ID = (
    select(Page)
    .where(
        among(Page.id, "pages"),
        Page.space_id == bindparam("space"),
        Page.state == "live",
        among(Page.audience, "keys"),
    )
    .options(joinedload(Page.space))
)


def seen_by_owner(session: Session, by: Actor, space_id: int) -> None:
    """The person knows that they answer for pages in this space."""
    session.execute(
        update(Page)
        .where(Page.__table__.c.owner_person_id == by.id, Page.__table__.c.space_id == space_id)
        .values(owner_told_by_id=None)
        .execution_options(synchronize_session=False)
    )


def set_defaults(session: Session, space: Space, owner: str, months: int | None, by: Actor) -> None:
    """Say what new pages of the space begin with. Raises Invalid (`owner`, `review`)."""
    if owner != AUTHOR:
        check_owner(session, space, Owner.parse(owner))
    check_review(months, None)
    found = session.get(PageDefaults, space.id)
    if found is None:
        session.add(PageDefaults(space_id=space.id, owner=owner, review_months=months))
    else:
        found.owner, found.review_months = owner, months
    session.flush()
    note(session, by, "set-page-defaults", space, owner=owner, months=months)
