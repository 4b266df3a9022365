"""The base of all forms: CSRF, errors of the models shown at their field, choices with plain words."""

from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup, escape

from models.core.errors import Invalid
from models.core.language import gettext


class Form(FlaskForm):
    """A form whose fields can show what the models refuse."""

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

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)

    def __mod__(self, values: Any) -> str:
        """Validators put their limits into a message."""
        return str(gettext(self.message) % values)

    def __html__(self) -> Markup:
        return escape(gettext(self.message))


def lazy_gettext(message: str) -> Any:
    """`from blueprints.kit.forms import lazy_gettext as _` where labels and messages of form classes are written."""
    return LazyText(message)
