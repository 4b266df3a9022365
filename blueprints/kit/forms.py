"""The base of all forms: CSRF, errors of the models shown at their field, plain words for what WTForms refuses."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup, escape

from models.core.errors import Invalid
from models.core.language import gettext, pgettext
from models.core.language import gettext as _
from models.core.language import ngettext as in_number

# What a validator says where the form gives it no words of its own, by WTForms' text. It fills in %(max)d and the like.
PLAIN: dict[str, Callable[[], str]] = {
    "This field is required.": lambda: _("Enter a value"),
    "Not a valid choice.": lambda: _("Choose one of the options"),
    "Invalid Choice: could not coerce.": lambda: _("Choose one of the options"),
    "Invalid choice(s): one or more data inputs could not be coerced.": lambda: _("Choose from the options"),
    "Not a valid date value.": lambda: _("Enter a real date, such as 27 3 2026"),
    "Not a valid datetime value.": lambda: _("Enter a real date and time"),
    "Not a valid integer value.": lambda: _("Enter a whole number"),
    "Not a valid decimal value.": lambda: _("Enter a number"),
    "Not a valid float value.": lambda: _("Enter a number"),
    "Number must be at least %(min)s.": lambda: _("Enter %(min)s or more"),
    "Number must be at most %(max)s.": lambda: _("Enter %(max)s or less"),
    "Number must be between %(min)s and %(max)s.": lambda: _("Enter a number from %(min)s to %(max)s"),
    "Field must be between %(min)d and %(max)d characters long.": lambda: _("Use %(min)d to %(max)d characters"),
}
# The same where the words follow a number.
PLAIN_NUMBERS: dict[str, Callable[[int], str]] = {
    "Field cannot be longer than %(max)d character.": lambda n: in_number(
        "Use %(num)s character at most", "Use %(num)s characters or fewer", n
    ),
    "Field must be at least %(min)d character long.": lambda n: in_number(
        "Use at least %(num)s character", "Use at least %(num)s characters", n
    ),
    "Field must be exactly %(max)d character long.": lambda n: in_number(
        "Use exactly %(num)s character", "Use exactly %(num)s characters", n
    ),
    "'%(value)s' is not a valid choice for this field.": lambda n: _("Choose from the options"),
}


class PlainWords:
    """What WTForms asks for its texts: plain words of ours, in the language of the reader."""

    def gettext(self, text: str) -> str:
        return PLAIN[text]() if text in PLAIN else _("Check this value")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return PLAIN_NUMBERS[singular](n) if singular in PLAIN_NUMBERS else _("Check this value")


class Form(FlaskForm):
    """A form whose fields can show what the models refuse."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> PlainWords:
            return PlainWords()

    def blame(self, error: Invalid) -> None:
        """Show the error at its field, or over the form when it belongs to none."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(str(error))
        else:
            field.errors = [*field.errors, str(error)]


def stripped(text: Any) -> Any:
    """A WTForms filter: no blanks around."""
    return text.strip() if isinstance(text, str) else text


class LazyText:
    """A text of a form class, translated when it is shown: the class is made before any language is known."""

    def __init__(self, message: str, context: str = "") -> None:
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return pgettext(self.context, self.message) if self.context else gettext(self.message)

    def __mod__(self, values: Any) -> str:
        """Validators put their limits into a message."""
        return str(str(self) % values)

    def __html__(self) -> Markup:
        return escape(str(self))


def nobody_meant() -> str:
    """What a field says that asks for a colleague, when nobody or several are called so."""
    return _("Enter the name or username of a colleague. Where several have the name, only the username says who.")


def lazy_gettext(message: str) -> Any:
    """`from blueprints.kit.forms import lazy_gettext as _` where labels and messages of form classes are written."""
    return LazyText(message)


def lazy_pgettext(context: str, message: str) -> Any:
    """The same where `context` tells apart what one English word means; imported `as pgettext`."""
    return LazyText(message, context)
