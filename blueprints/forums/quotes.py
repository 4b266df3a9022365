"""The warning before a quote carries words to more readers than they were written for."""

from flask import request

from blueprints.forums.forms import AnswerForm
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words
from models.core.language import gettext as _
from models.entries.quoting import carried_wider
from models.forums.topic import Topic


def quotes_too_wide(form: AnswerForm, topic: Topic) -> bool:
    """True, with a warning in the form, for a text that carries words to more readers than they were written for."""
    if request.form.get("quote_ok") == topic.audience:
        return False
    form.quote_warning = warning(form.body.data or "", topic.audience)
    return bool(form.quote_warning)


def warning(body: str, audience: str) -> str:
    """What to tell before quotes are carried to more readers, or nothing."""
    found = carried_wider(db(), viewer(), body, audience)
    if not found:
        return ""
    return _(
        "You quote what fewer people can read (%(these)s) than read this (%(those)s). Whoever reads your post reads the"
        " quote. Take it out, or post it if they may know.",
        these=", ".join(audience_words(each) for each in found),
        those=audience_words(audience),
    )
