"""Words and forms of reports and decisions that several blueprints share."""

from collections.abc import Callable
from typing import Any

from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from blueprints.kit.forms import Form, stripped
from blueprints.kit.forms import lazy_gettext as _lazy
from models.core.language import gettext as _
from models.core.language import pgettext
from models.entries.kinds import kind_named
from models.moderation.decision import VERBS

# In the order of `models.moderation.report.REASONS`.
REASON_CHOICES = [
    SelectChoice("personal-data", _lazy("It shows personal data that should not be here")),
    SelectChoice("wrong", _lazy("It is wrong and could do harm")),
    SelectChoice("rude", _lazy("It is rude or hurts somebody")),
    SelectChoice("spam", _lazy("It has nothing to do with work here")),
    SelectChoice("other", _lazy("Something else")),
]
OFFICES: dict[str, Callable[[], str]] = {
    "curator": lambda: _("a curator of the space"),
    "moderator": lambda: _("a moderator of the site"),
    "administrator": lambda: _("an administrator"),
}


class ReportForm(Form):
    reason = RadioField(
        _lazy("What is the matter?"), choices=REASON_CHOICES, validators=[InputRequired(_lazy("Choose a reason"))]
    )
    text = TextAreaField(_lazy("What should those who decide know?"), filters=[stripped])


def reason_words() -> dict[str, str]:
    """Why something was reported, in words."""
    return {str(choice.value): str(choice.label) for choice in REASON_CHOICES}


def verb_word(verb: str | None) -> str:
    """What was decided, in a word."""
    return VERBS[verb].word() if verb in VERBS else ""


def office_word(office: str) -> str:
    """As what somebody decided."""
    return OFFICES[office]() if office in OFFICES else _("a moderator")


def kind_word(target_kind: str, entry_kind: str | None) -> str:
    """What a decision is about."""
    if target_kind == "message":
        return pgettext("kind", "Message")
    if target_kind == "person":
        return pgettext("kind", "Profile")
    if target_kind == "account":
        return pgettext("kind", "Account")
    return kind_named(entry_kind).word() if entry_kind else _("Something that is no longer there")


def placeholder(row: Any) -> str:
    """What stands in place of something hidden."""
    return _("Hidden by a moderator: %(reason)s", reason=row.reason)
