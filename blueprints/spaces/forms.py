"""Forms of a space: what it is, who can read it, who is asked to let one in."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.kit.departments import department_choices
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from blueprints.kit.space_words import OPENNESS, REASONS, choices
from models.core.language import gettext
from models.spaces.keeping import DESCRIPTION_LIMIT

NO_CHOICE = ""


class OpennessFields(Form):
    """Who can find and read a space. Without JavaScript all of it is visible; the hints say when it is needed."""

    openness = RadioField(
        _("Who can find and read it"), default="open", validators=[InputRequired(_("Choose one of the options"))]
    )
    closed_reason = SelectField(_("Why it is closed"), default=NO_CHOICE, validators=[Optional()])
    review_on = DateField(_("When to look at this again"), validators=[Optional()])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.openness.choices = choices(OPENNESS)
        self.closed_reason.choices = [(NO_CHOICE, gettext("Choose a reason")), *choices(REASONS)]


class AboutFields(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter a name")), Length(max=200)])
    description = TextAreaField(
        _("Description"), filters=[stripped], validators=[Length(max=DESCRIPTION_LIMIT, message=_("Use fewer words"))]
    )
    department = SelectField(_("Belongs to"), default=NO_CHOICE)

    def offer_departments(self, keep: int | None = None) -> None:
        self.department.choices = [("", gettext("All of government")), *department_choices(keep)]

    @property
    def department_id(self) -> int | None:
        return int(self.department.data) if self.department.data else None


class NewSpaceForm(AboutFields, OpennessFields):
    slug = StringField(_("Address"), filters=[stripped], validators=[Length(max=60)])


# Minutes in which the author of a post can change it; nothing: as long as the site says.
EDIT_TIMES = [
    SelectChoice("", _("As long as is usual here")),
    SelectChoice("0", _("Never")),
    SelectChoice("15", _("15 minutes")),
    SelectChoice("60", _("One hour")),
    SelectChoice("1440", _("One day")),
    SelectChoice("10080", _("One week")),
    SelectChoice("5256000", _("As long as they like")),
]


class SettingsForm(AboutFields):
    welcome = TextAreaField(_("Welcome text"))
    readers_may_post = BooleanField(_("Readers may ask, answer and post"))
    edit_minutes = SelectField(_("How long authors can change a post"), choices=EDIT_TIMES, default="")


class OpennessForm(OpennessFields):
    checked = BooleanField(_("I have checked that everything in this space may be read by all staff"))


class RequestForm(Form):
    message = TextAreaField(
        _("Why you want to join"), filters=[stripped], validators=[Length(max=500, message=_("Use fewer words"))]
    )
