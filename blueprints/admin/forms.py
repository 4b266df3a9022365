"""Forms of administration."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.kit.departments import department_choices
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.core.language import gettext


class AccountForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter a name"))])
    email = StringField(_("Email address"), filters=[stripped], validators=[Length(max=254)])
    department = SelectField(_("Department"), default="")
    is_guest = BooleanField(_("Guest"))
    is_moderator = BooleanField(_("Moderator"))
    is_admin = BooleanField(_("Administrator"))

    def offer_departments(self, keep: int | None = None) -> None:
        self.department.choices = [("", gettext("None")), *department_choices(keep)]

    @property
    def department_id(self) -> int | None:
        return int(self.department.data) if self.department.data else None


class NewAccountForm(AccountForm):
    username = StringField(_("Username"), filters=[stripped], validators=[InputRequired(_("Enter a username"))])


class UnitForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter a name"))])
    abbreviation = StringField(_("Abbreviation"), filters=[stripped], validators=[Length(max=40)])
    description = TextAreaField(_("Description"), filters=[stripped], validators=[Length(max=2000)])
    parent = SelectField(_("Below"), default="")

    def offer_departments(self, keep: int | None = None) -> None:
        self.parent.choices = [("", gettext("Nothing: it stands at the top")), *department_choices(keep)]

    @property
    def parent_id(self) -> int | None:
        return int(self.parent.data) if self.parent.data else None
