"""Forms of signing in and up and of forgotten passwords."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _


class SignInForm(Form):
    username = StringField(
        _("Username or email address"), filters=[stripped], validators=[InputRequired(_("Enter your username"))]
    )
    password = PasswordField(_("Password"), validators=[InputRequired(_("Enter your password"))])


class ForgottenForm(Form):
    username = StringField(
        _("Username or email address"), filters=[stripped], validators=[InputRequired(_("Enter your username"))]
    )


class NewPasswordForm(Form):
    password = PasswordField(_("New password"), validators=[InputRequired(_("Enter a new password"))])


class SignUpForm(Form):
    email = StringField(
        _("Work email address"), filters=[stripped], validators=[InputRequired(_("Enter your work email address"))]
    )


class AccountForm(Form):
    """The second step of signing up: the address was proved by the link."""

    name = StringField(_("Your name"), filters=[stripped], validators=[InputRequired(_("Enter your name"))])
    username = StringField(
        _("Username"), filters=[stripped], validators=[InputRequired(_("Enter a username")), Length(max=60)]
    )
    password = PasswordField(_("Password"), validators=[InputRequired(_("Enter a password"))])
