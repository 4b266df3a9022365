"""The forms of one's own profile: what one says and whom it is for, skills, statements, absence, the photo."""

from typing import Any

from wtforms import DateField, FileField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.core.language import gettext
from models.people.person import Person
from models.people.photo import PARTS
from models.people.profile import ABOUT_LIMIT
from models.people.section import SECTIONS, choice_of
from models.people.skill import SKILL_LIMIT, level_words
from models.people.statement import ASK, NO_MATCH, SEEK, STATEMENT_LIMIT

LONG = [Length(max=ABOUT_LIMIT, message=_("Use %(max)d characters or fewer"))]
FOR = _("Who can see this")


class OwnWordsForm(Form):
    """One's own words for a field that a list fills in."""

    value = StringField(filters=[stripped])


class ProfileForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter your name"))])
    job_title = StringField(_("Job title"), filters=[stripped], validators=[Length(max=200)])
    for_role = SelectField(FOR)
    for_unit = SelectField(FOR)
    about = TextAreaField(_("About you"), validators=LONG)
    for_about = SelectField(FOR)
    languages = StringField(_("Languages that you speak"), filters=[stripped], validators=[Length(max=400)])
    for_languages = SelectField(FOR)
    experience = TextAreaField(_("What you did before"), validators=LONG)
    for_experience = SelectField(FOR)
    portfolio = TextAreaField(_("Work that you can show"), validators=LONG)
    for_portfolio = SelectField(FOR)
    phone = StringField(_("Phone"), filters=[stripped], validators=[Length(max=60)])
    for_contact = SelectField(FOR)
    place = StringField(_("Place of work"), filters=[stripped], validators=[Length(max=100)])
    pattern = StringField(_("Days and hours"), filters=[stripped], validators=[Length(max=200)])
    for_pattern = SelectField(FOR)

    def values(self) -> dict[str, Any]:
        """What the person says, as `describe` takes it."""
        names = [name for name in self._fields if name != "csrf_token" and not name.startswith("for_")]
        said = {name: self._fields[name].data or "" for name in names}
        said["languages"] = said["languages"].split(",")
        return said

    def chosen(self) -> dict[str, str]:
        """Whom the sections are for."""
        return {
            name.removeprefix("for_"): field.data for name, field in self._fields.items() if name.startswith("for_")
        }


class AudienceForm(Form):
    """Whom one section is for, where it has a page of its own."""

    audience = SelectField(FOR)


class SkillForm(Form):
    skill = StringField(_("Skill"), filters=[stripped], validators=[Length(max=SKILL_LIMIT)])
    level = SelectField(_("Level"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.level.choices = list(level_words().items())


class ColleagueForm(Form):
    username = StringField(_("Name or username of a colleague"), filters=[stripped])


class StatementForm(Form):
    kind = RadioField(_("What you want to say"), choices=[
        SelectChoice(ASK, _("Ask me about")), SelectChoice(SEEK, _("Looking for")),
        SelectChoice(NO_MATCH, _("Do not match me on")),
    ])  # fmt: skip
    text = StringField(_("In a few words"), filters=[stripped], validators=[Length(max=STATEMENT_LIMIT)])
    until = DateField(_("Until when"), validators=[Optional()])


class AbsenceForm(Form):
    starts_on = DateField(_("First day away"), validators=[Optional()])
    until = DateField(_("Last day away"), validators=[Optional()])
    deputy = StringField(_("Name or username of your deputy"), filters=[stripped])


class PhotoForm(Form):
    file = FileField(_("Picture"))
    part = RadioField(_("What to keep of a picture that is not square"), default=PARTS[0], choices=[
        SelectChoice("middle", _("The middle")), SelectChoice("start", _("The upper or left part")),
        SelectChoice("end", _("The lower or right part")),
    ])  # fmt: skip


def audience_words(person: Person) -> dict[str, str]:
    """Whom a section can be for, in words; a guest belongs to no department."""
    if person.is_guest:
        return {
            "guests": gettext("Everybody in your spaces"),
            "everyone": gettext("Staff in your spaces"),
            "me": gettext("Only you"),
        }
    words = {
        "guests": gettext("All staff, and guests of your spaces"),
        "everyone": gettext("All staff"),
        "department": gettext("Your department, with everything below it"),
        "unit": gettext("Your unit, with everything below it"),
        "me": gettext("Only you"),
    }
    if person.department is None or person.department.parent_id is None:
        words.pop("unit")
    if person.department is None:
        words.pop("department")
    return words


def offer_audiences(field: Any, section: str, person: Person, audiences: Any, *, fill: bool) -> None:
    """Give the field its choices; the current one stays among them even where it would not be offered any more."""
    words, current = audience_words(person), choice_of(audiences, section)
    offered = [choice for choice in SECTIONS[section].choices if choice in words or choice == current]
    field.choices = [(choice, words.get(choice, choice)) for choice in offered]
    # What a form does not say stays as it is.
    if fill or not field.raw_data:
        field.data = current
