"""What is like the question that is being asked, each with a line that says why it may help; and where it belongs."""

from types import SimpleNamespace
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.addresses import entry_href
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import audience_words, title_of
from blueprints.kit.services import services
from models.core.language import ago, ngettext
from models.core.language import gettext as _
from models.entries.kinds import kind_named
from models.forums.topic import TOPIC_KINDS
from models.policy.finding import spaces_to_write_in
from models.policy.stopping import is_stopped
from models.search.proposing import Proposal, proposed
from models.search.similar import Similar, similar

LONGEST = 4_000


@allow("home.read")
def show_similar() -> Response:
    """The list as a part of a page, for the form's script. Nothing is kept of what was typed."""
    found = alike(request.form.get("title", ""), request.form.get("body", ""))
    return fragment(render_template("forums/_similar.html", found=found))


def alike(title: str, body: str) -> SimpleNamespace:
    """Topics and pages as rows with a line why, what is proposed for it, and whether anything was looked for."""
    title, body = title.replace("\0", "")[:LONGEST], body.replace("\0", "")[:LONGEST]
    no_rows, no_place = is_stopped(viewer(), "similar-questions"), is_stopped(viewer(), "place-of-a-question")
    found = similar(db(), services().engine, viewer(), "" if no_rows and no_place else title, body)
    return SimpleNamespace(
        rows=[] if no_rows else [_row(row) for row in found.rows],
        proposed=_proposed(Similar() if no_place else found),
        stopped=no_rows,
        looked=bool(title.strip()),
        # Whether what is proposed stands in the form already.
        taken_space=False,
        taken_tags=False,
    )


def _proposed(like: Similar) -> SimpleNamespace:
    """A space with why, and topics with why; empty where nothing is clear enough."""
    writable = [row.slug for row in spaces_to_write_in(db(), viewer())] if like.about else []
    found = proposed(db(), like.looked, like.about, writable) if like.about else Proposal()
    why = _(
        "%(there)s of the %(looked)s questions and pages most like it stand there.",
        there=found.there,
        looked=found.looked,
    )
    return SimpleNamespace(
        space=found.space_slug,
        space_name=found.space_name,
        why=why if found.space_slug else "",
        tags=", ".join(found.tags),
        why_tags=_("They stand on what is most like it.") if found.tags else "",
    )


def _row(row: Any) -> SimpleNamespace:
    where = row.space_name or _("All of government")
    open_to = "" if row.audience == "everyone" else audience_words(row.audience, row.space_name)
    return SimpleNamespace(
        kind=row.kind,
        kind_label=kind_named(row.kind).word(),
        title=title_of(row),
        language=row.language,
        href=entry_href(row),
        excerpt=row.excerpt,
        why=" · ".join(filter(None, [_why(row), _replies(row), where, open_to])),
        good=row.status in ("answered", "official"),
    )


def _why(row: Any) -> str:
    """Why it may help: what its state is, and since when."""
    when = ago(row.last_activity_at)
    if row.kind == "page":
        said = {
            "official": _("official page, changed %(when)s", when=when),
            "outdated": _("outdated page, changed %(when)s", when=when),
            "draft": _("draft of a page, changed %(when)s", when=when),
        }
        return said.get(row.status) or _("page, changed %(when)s", when=when)
    if row.kind == "discussion":
        return _("discussion, %(when)s", when=when)
    if row.status == "answered":
        return _("answered, %(when)s", when=when)
    if row.status == "closed":
        return _("closed, %(when)s", when=when)
    if row.reply_count:
        return _("no accepted answer yet, asked %(when)s", when=ago(row.created_at))
    return _("nobody has answered yet, asked %(when)s: follow it", when=ago(row.created_at))


def _replies(row: Any) -> str:
    if row.kind not in TOPIC_KINDS or not row.reply_count:
        return ""
    if row.kind == "discussion":
        return ngettext("%(num)s reply", "%(num)s replies", row.reply_count)
    return ngettext("%(num)s answer", "%(num)s answers", row.reply_count)
