"""Forms that every kind of entry shares."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from blueprints.kit.conflict import version_from
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _


class TextForm(Form):
    """For kinds without a title."""

    body = TextAreaField(_("Text"), validators=[InputRequired(_("Enter some text"))])
    language = SelectField(_("Language of the text"), validate_choice=False)
    summary = StringField(_("What you changed"), filters=[stripped])
    based_on = StringField(filters=[version_from])
    draft = StringField(filters=[version_from])


class TitledForm(TextForm):
    title = StringField(_("Title"), filters=[stripped], validators=[InputRequired(_("Enter a title"))])
    tags = StringField(_("Topics"), filters=[stripped])
    tags_before = StringField(filters=[stripped])


class TagsForm(Form):
    tags = StringField(_("Topics"), filters=[stripped])


class TrashForm(Form):
    reason = StringField(_("Why"), filters=[stripped])


class HidingForm(Form):
    """The models check the reason."""

    reason = StringField(_("Why you hide it"), filters=[stripped])
