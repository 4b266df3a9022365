"""The form that says who answers for a page and when it is looked at again; shared by one page and by many."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional

from blueprints.kit.department_field import DepartmentField
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from blueprints.kit.forms import lazy_pgettext as pgettext
from blueprints.kit.owners import owner_choices
from blueprints.kit.request import db
from models.core.errors import Invalid
from models.core.language import day, gettext, ngettext
from models.spaces.space import Space
from models.wiki.care.columns import EVERY_MONTHS, Owner, defaults_of
from models.wiki.care.owning import Plan, owner_named

KEEP, NOBODY = "keep", "none"


def every(months: int) -> str:
    """An interval in words."""
    return ngettext("Every %(num)s month", "Every %(num)s months", months)


class CareForm(Form):
    owner = SelectField(pgettext("page", "Owner"), default=KEEP)
    other = StringField(_("Somebody else"), filters=[stripped], validators=[Optional()])
    department = DepartmentField(_("Department"), validators=[Optional()])
    review = SelectField(_("Review"), default=KEEP)
    review_on = DateField(_("Day of the review"), validators=[Optional()])
    spread = BooleanField(_("Spread the first reviews evenly, so that not all are due on one day"))

    def offer(self, space: Space, owner_now: str, due: date | None) -> None:
        """Fill the choices; what stands now is the first of each."""
        groups: dict[str, Any] = {gettext("As it is"): [(KEEP, owner_now)]}
        self.department.offer("")
        offered = owner_choices(space, departments=not self.department.is_long)
        groups |= {label: choices for label, choices in offered.items() if choices}
        self.owner.choices = groups
        self.review.choices = [
            (KEEP, gettext("Leave it: due on %(day)s", day=day(due)) if due else gettext("Leave it as it is")),
            *((str(months), every(months)) for months in EVERY_MONTHS),
            ("date", gettext("Once, on a day")),
            (NOBODY, gettext("No review")),
        ]

    def plan(self, session: Session, space: Space) -> Plan:
        """What is to change. Raises Invalid."""
        chosen = self.review.data or KEEP
        if chosen == "date" and self.review_on.data is None:
            raise Invalid(gettext("Enter the day of the review"), "review_on")
        return Plan(
            owner=self._owner(session, space),
            dated=chosen != KEEP,
            months=int(chosen) if chosen.isdigit() else None,
            on=self.review_on.data if chosen == "date" else None,
            spread=bool(self.spread.data),
        )

    def _owner(self, session: Session, space: Space) -> Owner | None:
        if self.other.data:
            return owner_named(session, space, self.other.data)
        if self.department.is_long and self.department.data:
            return Owner(department_id=int(self.department.data))
        return None if (self.owner.data or KEEP) == KEEP else Owner.parse(self.owner.data)


class DefaultsForm(Form):
    """What new pages begin with."""

    new_owner = SelectField(_("New pages belong to"))
    new_department = DepartmentField(_("Department"), validators=[Optional()])
    new_review = SelectField(_("They are looked at again"))

    def offer(self, space: Space, author: str) -> None:
        """Fill the choices; where departments are many, only the one that stands there now is in the list."""
        now = defaults_of(db(), space.id)[0]
        kept = now.removeprefix("department:") if now.startswith("department:") else ""
        self.new_department.offer("", int(kept) if kept else None)
        choices = owner_choices(space, departments=not self.new_department.is_long)
        units = choices[gettext("Departments")]
        if self.new_department.is_long:
            units = [(now, name) for name, number in self.new_department.names.items() if number == kept]
        groups: dict[str, Any] = {
            gettext("By name"): [(author, gettext("Whoever writes them"))],
            gettext("Several people"): choices[gettext("Several people")],
            gettext("Departments"): units,
        }
        self.new_owner.choices = {label: offered for label, offered in groups.items() if offered}
        self.new_review.choices = [
            *((str(months), every(months)) for months in EVERY_MONTHS),
            ("", gettext("No review")),
        ]

    @property
    def owner(self) -> str:
        """Who was chosen, as `set_defaults` takes it: a department that was typed goes before the list."""
        if self.new_department.is_long and self.new_department.data:
            return str(Owner(department_id=int(self.new_department.data)))
        return str(self.new_owner.data)
