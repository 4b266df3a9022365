"""Forms of procedures and of asking people to confirm a page."""

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.kit.department_field import DepartmentField
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.core.language import gettext
from models.wiki.procedures.procedure import LABEL_LIMIT
from models.wiki.procedures.rounds import NOTE_LIMIT


class ProcedureForm(Form):
    effective_on = DateField(_("Takes effect on"), validators=[Optional()])
    since = BooleanField(_("It has been in effect since then"))
    label = StringField(_("Version"), filters=[stripped], validators=[Length(max=LABEL_LIMIT)])


class ConfirmationForm(Form):
    audience = RadioField(_("Who is asked"), validators=[InputRequired(_("Choose who is asked"))])
    department = DepartmentField(_("Department"), validators=[Optional()])
    people = TextAreaField(_("Usernames"), filters=[stripped])
    due_on = DateField(_("Until when"), validators=[Optional()])
    note = TextAreaField(
        _("Why it matters"), filters=[stripped], validators=[Length(max=NOTE_LIMIT, message=_("Use fewer words"))]
    )
    stops = BooleanField(_("Stop asking once the day has passed"))

    def offer(self, space_name: str) -> None:
        self.audience.choices = [
            ("space", gettext("The members of %(space)s", space=space_name)),
            ("department", gettext("A department, with everything below it")),
            ("people", gettext("People whom I name")),
        ]
        self.department.offer(gettext("Choose a department"))
