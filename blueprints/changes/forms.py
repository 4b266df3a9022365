"""Forms of change requests, and of where approval is asked for."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from blueprints.kit.conflict import version_from
from blueprints.kit.department_field import DepartmentField
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.core.language import gettext, ngettext
from models.wiki.requests.approval import MOST_NEEDED


class ProposalForm(Form):
    title = StringField(_("Title"), filters=[stripped], validators=[InputRequired(_("Enter a title"))])
    body = TextAreaField(_("Text"), validators=[InputRequired(_("Enter some text"))])
    tags = StringField(_("Topics"), filters=[stripped])
    summary = StringField(_("What you changed"), filters=[stripped])
    minor = BooleanField(_("Small change, such as a spelling mistake"))
    silent = BooleanField(_("Do not tell followers"))
    based_on = StringField(filters=[version_from])

    @property
    def tag_words(self) -> list[str]:
        return (self.tags.data or "").split(",")


class ApprovalForm(Form):
    needed = SelectField(_("How many people must approve"))
    who = RadioField(_("Who can approve"), validators=[InputRequired(_("Choose who can approve"))])
    people = StringField(_("Usernames"), filters=[stripped])
    department = DepartmentField(_("Department"), validators=[Optional()])
    curators_too = BooleanField(_("Changes by curators and owners wait too"))

    def offer(self, below_a_page: bool, keep: int | None = None) -> None:
        """Fill the choices: below a page approval can also be left out."""
        numbers = [(str(n), ngettext("%(num)s person", "%(num)s people", n)) for n in range(1, MOST_NEEDED + 1)]
        none = [("0", gettext("Nobody: changes here are saved at once"))] if below_a_page else []
        self.needed.choices = [*none, *numbers]
        self.who.choices = [
            ("curator", gettext("Curators and owners of the space")),
            ("owner", gettext("Owners of the space")),
            ("contributor", gettext("Everybody who writes in the space")),
            ("people", gettext("People whom I name")),
            ("department", gettext("A department, with everything below it")),
        ]
        self.department.offer(gettext("Choose a department"), keep)
