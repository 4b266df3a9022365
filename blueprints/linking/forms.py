"""Forms about likely twins: why two are different, which links are made, whose text goes below the other's."""

from wtforms import BooleanField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _


class DifferenceForm(Form):
    because = StringField(
        _("They are different because"),
        filters=[stripped],
        validators=[DataRequired(_("Enter why they are different"))],
    )


class LinksForm(Form):
    both = BooleanField(_("Also put a link to this one into the other"))


class JoiningForm(Form):
    """Whose text is kept: the entry's own (`mine`) or the other's (`theirs`)."""

    kept = RadioField(
        _("Which one goes on"),
        choices=[SelectChoice("mine", ""), SelectChoice("theirs", "")],
        validators=[DataRequired(_("Choose which one goes on"))],
    )
    sure = BooleanField(_("Yes, they may read all of it"))
