"""Forms about search: searches that one keeps; of curators: acronyms, words that mean the same, best results."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _


class AcronymForm(Form):
    """The models check lengths, so that every door has the same limits."""

    short = StringField(
        _("Acronym"), filters=[stripped], validators=[DataRequired(_("Enter the acronym, such as MoD"))]
    )
    expansion = StringField(
        _("What it stands for"), filters=[stripped], validators=[DataRequired(_("Enter what it stands for"))]
    )
    meaning = StringField(_("What that is, in one sentence"), filters=[stripped])


class SynonymsForm(Form):
    words = TextAreaField(
        _("Words that mean the same, one a line"),
        validators=[DataRequired(_("Enter at least two words or phrases, one a line"))],
    )


class BestBetForm(Form):
    words = TextAreaField(_("Searches for which this stands first, one a line"))
    answer = TextAreaField(_("Short answer"))


class SavedSearchForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[DataRequired(_("Enter a name for this search"))])
    tells = BooleanField(_("Tell me when there are new results"))


class GapAnswerForm(Form):
    answer = StringField(
        _("Address of the page or question"),
        filters=[stripped],
        validators=[DataRequired(_("Enter the address of the page or question that answers it"))],
    )
