"""Forms of decisions, appeals and their answers. The models check what is typed."""

from wtforms import RadioField, SelectChoice, TextAreaField

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _

VERB_CHOICES = {
    "keep": SelectChoice("keep", _("Nothing is wrong: it stays as it is")),
    "edit": SelectChoice("edit", _("It has been edited and can stay")),
    "hide": SelectChoice("hide", _("Hide it: a line with your reason stands in its place")),
    "remove": SelectChoice("remove", _("Remove it")),
    "restore": SelectChoice("restore", _("Restore it")),
}


class DecideForm(Form):
    verb = RadioField(_("What do you decide?"), validate_choice=False)
    reason = TextAreaField(_("Why"), filters=[stripped])


class AppealForm(Form):
    text = TextAreaField(_("Why the decision is wrong"), filters=[stripped])


class AnswerForm(Form):
    answer = RadioField(
        _("What do you decide?"),
        choices=[
            SelectChoice("upheld", _("The appeal is right: the decision is taken back")),
            SelectChoice("refused", _("The decision stands")),
        ],
        validate_choice=False,
    )
    reason = TextAreaField(_("Why"), filters=[stripped])


def decide_form(verbs: tuple[str, ...]) -> DecideForm:
    """The form with these verbs to choose from."""
    form = DecideForm()
    form.verb.choices = [VERB_CHOICES[each] for each in verbs]
    return form
