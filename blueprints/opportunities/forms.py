"""Forms of opportunities. The models check what is typed, so that every door has the same limits."""

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from blueprints.kit.conflict import version_from
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.opportunities.opportunity import SORTS, Facts


class OpportunityForm(Form):
    """A new opportunity, or another text of one; `to` stands on a new one alone."""

    title = StringField(
        _("What it is in one line"), filters=[stripped], validators=[DataRequired(_("Enter what it is in one line"))]
    )
    sort = RadioField(_("What kind of opportunity it is"), validate_choice=False)
    body = TextAreaField(_("What there is to do"), validators=[DataRequired(_("Enter what there is to do"))])
    skills = TextAreaField(_("Skills that help"), filters=[stripped])
    place = StringField(_("Place"), filters=[stripped])
    remote = BooleanField(_("It can be done from anywhere"))
    hours = IntegerField(_("Hours a week"), validators=[Optional()])
    starts_on = DateField(_("First day"), validators=[Optional()])
    ends_on = DateField(_("Last day"), validators=[Optional()])
    offers_until = DateField(_("Last day for offers"), validators=[InputRequired(_("Enter the last day for offers"))])
    wanted = IntegerField(
        _("How many people you want"), default=1, validators=[InputRequired(_("Enter a number of people, 1 or more"))]
    )
    to = SelectField(_("Who can read this"), validate_choice=False)
    tags = StringField(_("Topics"), filters=[stripped])
    based_on = StringField(filters=[version_from])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.sort.choices = [(name, word()) for name, word in SORTS.items()]

    def facts(self) -> Facts:
        return Facts(
            sort=self.sort.data or "",
            offers_until=self.offers_until.data,
            place=self.place.data or "",
            remote=bool(self.remote.data),
            hours=self.hours.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            wanted=self.wanted.data,
            skills=tuple((self.skills.data or "").splitlines()),
        )

    def tag_names(self) -> list[str]:
        return [name for name in (self.tags.data or "").split(",") if name.strip()]


class OfferForm(Form):
    line = TextAreaField(
        _("Why you want to take part"),
        filters=[stripped],
        validators=[DataRequired(_("Enter a line about why you want to take part"))],
    )


class ClosingForm(Form):
    reason = StringField(_("Why you close it"), filters=[stripped])
