"""The base of all forms: CSRF, errors of the models shown at their field, choices with plain words."""

from typing import Any

from flask_wtf import FlaskForm

from models.core.errors import Invalid


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
