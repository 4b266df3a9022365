"""A field for one department: a list while they are few, else a name to type that the browser itself completes.

A list of hundreds of units cannot be searched on a phone. The names come with the page as a `<datalist>`, so that no
script is needed; what is typed is found among them when it is sent.
"""

from typing import Any

from markupsafe import Markup
from wtforms import SelectField, ValidationError
from wtforms.widgets import html_params

from blueprints.kit.departments import department_choices, full_names
from models.core.language import gettext as _

# So many fit into a list that somebody reads through.
MOST_LISTED = 60


class DepartmentField(SelectField):
    """`data` is the id of the department as text, or empty. Fill it by `offer` before it is validated or drawn."""

    data: Any
    is_long = False
    typed = ""
    names: dict[str, str]

    def offer(self, nothing: str, keep: int | None = None) -> None:
        """`nothing` is the first choice of the list, `keep` a closed department that stands there now."""
        self.choices = [("", nothing), *department_choices(keep)]
        self.is_long = len(self.choices) > MOST_LISTED
        if not self.is_long:
            return
        self.widget = _completed
        self.names = full_names(keep)
        by_id = {number: name for name, number in self.names.items()}
        # What another step of the form carries on is a number; drawn again, what was typed stays.
        self.typed = by_id.get(self.data or "") or (self.data or self.typed).strip()
        folded = {name.casefold(): number for name, number in self.names.items()}
        self.data = folded.get(self.typed.casefold(), "")

    def pre_validate(self, form: Any) -> None:
        if not self.is_long:
            super().pre_validate(form)
        elif self.typed and not self.data:
            raise ValidationError(_("No department has this name. Choose one of those that are offered as you type."))


def _completed(field: DepartmentField, **values: Any) -> Markup:
    """The control with its list of names. The style of a select would draw an arrow that opens nothing."""
    values["class"] = str(values.pop("class", "")).replace("govuk-select", "govuk-input")
    about = {"id": field.id, "name": field.name, "value": field.typed, "list": f"{field.id}-all", "autocomplete": "off"}
    attributes = html_params(**about, **{name: value for name, value in values.items() if value is not False})
    names = Markup("").join(Markup('<option value="{}"></option>').format(name) for name in field.names)
    return Markup('<input {}><datalist id="{}-all">{}</datalist>').format(Markup(attributes), field.id, names)  # noqa: S704 - quoted by WTForms
