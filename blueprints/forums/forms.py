"""Forms of the forums: a new topic, an answer, a reply, why it is closed; who answers; the choices of a space."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from blueprints.kit.conflict import version_from
from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _

REASON_LIMIT = 300


class TopicForm(Form):
    """A new topic. The models check lengths, so that every door has the same limits."""

    title = StringField(filters=[stripped], validators=[DataRequired(_("Enter a title"))])
    body = TextAreaField(validators=[DataRequired(_("Enter some text"))])
    space = SelectField(_("Where to put it"))
    draft = StringField(filters=[version_from])
    tags = StringField(_("Topics"), filters=[stripped])

    def tag_names(self) -> list[str]:
        return [name for name in (self.tags.data or "").split(",") if name.strip()]


class QuestionForm(TopicForm):
    unnamed = BooleanField(_("Do not show my name"))
    title = StringField(
        _("Your question in one sentence"), filters=[stripped], validators=[DataRequired(_("Enter your question"))]
    )
    body = TextAreaField(
        _("What have you tried, and what do you need to know"), validators=[DataRequired(_("Enter some text"))]
    )


class DiscussionForm(TopicForm):
    title = StringField(
        _("What it is about"), filters=[stripped], validators=[DataRequired(_("Enter what it is about"))]
    )
    body = TextAreaField(_("What you want to say"), validators=[DataRequired(_("Enter some text"))])


class AnswerForm(Form):
    """The text at the foot of a question. `quote_warning` is shown once before what it quotes gets more readers."""

    quote_warning = ""
    # What the page shows around it: a draft to go on with, and where pictures go.
    offer: Any = None
    upload_url = ""
    draft = StringField(filters=[version_from])

    body = TextAreaField(_("Your answer"), id="answer-body", validators=[DataRequired(_("Enter your answer"))])


class ContributionForm(AnswerForm):
    """The text at the foot of a discussion."""

    body = TextAreaField(_("Your reply"), id="answer-body", validators=[DataRequired(_("Enter your reply"))])


# The form at the foot, by what is talked about.
AT_THE_FOOT = {"question": AnswerForm, "discussion": ContributionForm}


class ReplyForm(AnswerForm):
    """The text below one answer or reply."""

    offer: Any = None
    upload_url = ""
    draft = StringField(filters=[version_from])

    body = TextAreaField(_("Your reply"), id="reply-body", validators=[DataRequired(_("Enter your reply"))])


class ClosingForm(Form):
    reason = StringField(
        _("Why you close it"),
        filters=[stripped],
        validators=[Length(max=REASON_LIMIT, message=_("Use 300 characters or fewer"))],
    )


class DateForm(Form):
    """The day to jump to in a long topic. It changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    date = DateField(_("Go to a day"), validators=[DataRequired(_("Enter a day, such as 27 3 2026"))])


class InviteForm(Form):
    """Whom to ask: who answers in the space, who was found, or any colleague who may read the question."""

    expert = RadioField(_("Somebody who can answer"), validate_choice=False)
    username = StringField(_("Name or username of a colleague"), filters=[stripped])
    off_my_list = BooleanField(_("Take it off my own list"))


class ExpertForm(Form):
    username = StringField(_("Name or username of a colleague"), filters=[stripped])
    topics = StringField(_("Only for these topics"), filters=[stripped])


class ForumChoiceForm(Form):
    answer_within = StringField(_("Answers are due within so many working days"), filters=[stripped])
    accept_closes = BooleanField(_("Close a question when an answer is accepted"))
    quiet_days = StringField(_("Ask about topics that have been silent for so many days"), filters=[stripped])
    quiet_discussions = BooleanField(_("Discussions too"))


class ArchivingForm(ClosingForm):
    reason = StringField(
        _("Why you archive it"),
        filters=[stripped],
        validators=[Length(max=REASON_LIMIT, message=_("Use 300 characters or fewer"))],
    )


class PinningForm(ClosingForm):
    until = DateField(_("Until"), validators=[Optional()])
    reason = StringField(
        _("Why you pin it"),
        filters=[stripped],
        validators=[Length(max=REASON_LIMIT, message=_("Use 300 characters or fewer"))],
    )


class WideningForm(Form):
    """What others may read from then on has to be confirmed."""

    sure = BooleanField(_("Yes, they may read all of it"))


class MovingForm(WideningForm):
    place = SelectField(_("Where to"), validators=[DataRequired(_("Choose a space"))])


class SplittingForm(Form):
    title = StringField(_("Title of the new topic"), filters=[stripped], validators=[DataRequired(_("Enter a title"))])
    kind = RadioField(
        _("What it is"),
        choices=[SelectChoice("discussion", _("A discussion")), SelectChoice("question", _("A question"))],
        default="discussion",
    )


class RevealForm(Form):
    reason = TextAreaField(_("Why you need to know"), validators=[DataRequired(_("Enter why you need to know"))])


class RevealerForm(Form):
    revealer = SelectField(_("Who can be told the name behind a question"))


class CategoryForm(Form):
    """A category of a forum. The models check names and rights."""

    name = StringField(_("Name"), filters=[stripped], validators=[DataRequired(_("Enter a name"))])
    description = StringField(_("What it is for"), filters=[stripped])
    parent = SelectField(_("Below"))
    readers = SelectField(_("Who can read it"))
    posters = SelectField(_("Who can ask, start discussions and reply in it"))


class CategoryOfForm(Form):
    """Into which category a topic goes."""

    category = SelectField(_("Category"))


class DeletingForm(Form):
    to = SelectField(_("Where its questions and discussions go"))
