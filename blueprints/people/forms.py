"""The form of one's own profile."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from models.people.profile import ABOUT_LIMIT


class ProfileForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter your name"))])
    job_title = StringField(_("Job title"), filters=[stripped], validators=[Length(max=200)])
    place = StringField(_("Place of work"), filters=[stripped], validators=[Length(max=100)])
    phone = StringField(_("Phone"), filters=[stripped], validators=[Length(max=60)])
    languages = StringField(_("Languages"), filters=[stripped], validators=[Length(max=400)])
    about = TextAreaField(
        _("About you"), validators=[Length(max=ABOUT_LIMIT, message=_("Use %(max)d characters or fewer"))]
    )
