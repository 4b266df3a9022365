"""Forms of the wiki."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from blueprints.kit.conflict import version_from
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _
from blueprints.kit.sent import choice


class PageForm(Form):
    title = StringField(_("Title"), filters=[stripped], validators=[InputRequired(_("Enter a title"))])
    body = TextAreaField(_("Text"), validators=[InputRequired(_("Enter some text"))])
    tags = StringField(_("Topics"), filters=[stripped])
    language = SelectField(_("Language of the page"), validate_choice=False)
    # The topics that the form was given, and the draft that it knows of.
    tags_before = StringField(filters=[stripped])
    draft = StringField(filters=[version_from])
    # The answer that the text came out of, and whether more people may read it than could read the answer.
    answer = HiddenField(filters=[stripped])
    more_readers = BooleanField(_("Yes, these people may read the text"))

    @property
    def tag_words(self) -> list[str]:
        return (self.tags.data or "").split(",")


class NewPageForm(PageForm):
    parent = SelectField(_("Where it stands"), coerce=choice)
    find = StringField(_("Find another place by the title of a page"), filters=[stripped])
    template = HiddenField()


class EditPageForm(PageForm):
    summary = StringField(_("What you changed"), filters=[stripped])
    minor = BooleanField(_("Small change, such as a spelling mistake"))
    silent = BooleanField(_("Do not tell followers"))
    based_on = StringField(filters=[version_from])


class SectionForm(Form):
    """One section; `at` is the id of its heading, `mark` stands for its text when it was taken out."""

    body = TextAreaField(_("Text"))
    summary = StringField(_("What you changed"), filters=[stripped])
    minor = BooleanField(_("Small change, such as a spelling mistake"))
    silent = BooleanField(_("Do not tell followers"))
    at = StringField()
    mark = StringField()
    based_on = StringField(filters=[version_from])
    draft = StringField(filters=[version_from])


class TranslationForm(PageForm):
    language = SelectField(_("Language of the translation"), validate_choice=False)
    based_on = StringField(filters=[version_from])


class LinkTwinForm(Form):
    original = StringField(
        _("The page that this one translates"), filters=[stripped], validators=[InputRequired(_("Enter a title"))]
    )


class ReadersForm(Form):
    readers = RadioField(_("Who can read this page"), validate_choice=False)


class RenameForm(Form):
    title = StringField(_("New title"), filters=[stripped], validators=[InputRequired(_("Enter a title"))])


class ReleaseForm(Form):
    label = StringField(_("Name of this release"), filters=[stripped])


class MoveForm(Form):
    before = SelectField(_("Place it"), coerce=choice)


class MoveToSpaceForm(Form):
    space = SelectField(_("To which space"), validators=[InputRequired(_("Choose a space"))])


class TemplateForm(Form):
    name = StringField(_("Name"), filters=[stripped], validators=[InputRequired(_("Enter a name"))])
    about = StringField(_("What it is for"), filters=[stripped])
    title = StringField(_("Title of new pages"))
    body = TextAreaField(_("Text"), validators=[InputRequired(_("Enter some text"))])
    tags = StringField(_("Topics"), filters=[stripped])
