"""Forms of one's own password and mail address."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _


class CurrentPassword(Form):
    current = PasswordField(_("Current password"), validators=[InputRequired(_("Enter your current password"))])


class PasswordForm(CurrentPassword):
    password = PasswordField(_("New password"), validators=[InputRequired(_("Enter a new password"))])


class EmailForm(CurrentPassword):
    email = StringField(
        _("New email address"), filters=[stripped], validators=[InputRequired(_("Enter an email address"))]
    )
