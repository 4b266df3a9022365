"""A round of confirmations: confirming it oneself, and for the person responsible who is missing."""

from typing import Any
from urllib.parse import quote

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.procedures.loading import confirmation, crumbs_of, href_of
from models.core import clock
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.comparing import Comparison, compare
from models.entries.revision import revision
from models.policy.rules import may
from models.wiki.procedures.confirming import FEWEST_SHOWN, end, shown_number, sign
from models.wiki.procedures.reading import missing, my_ask
from models.wiki.procedures.rounds import Confirmation


@allow("procedure.confirm", on=confirmation)
def show_round(round_: Confirmation) -> str:
    """For whoever is asked: the page, or what changed since they confirmed it. For others how many have confirmed."""
    ask = my_ask(db(), viewer(), round_)
    signed = ask.signed_number if ask else None
    to_sign = ask is not None and round_.ended_at is None and (signed or 0) < round_.number
    return render_template(
        "procedures/confirmation.html",
        **_about(round_),
        ask=ask,
        signed=signed,
        to_sign=to_sign,
        comparison=_since(round_, signed) if to_sign and signed else None,
        question=question_href(round_),
        responsible=may(viewer(), "procedure.missing", round_),
        reach=(round_.signed, round_.asked) if round_.asked >= FEWEST_SHOWN else None,
    )


def _since(round_: Confirmation, signed: int) -> Comparison | None:
    old, new = revision(db(), round_.page, signed), revision(db(), round_.page, shown_number(round_.page))
    return compare(old.body, new.body) if old and new else None


def question_href(round_: Confirmation) -> str:
    """Where one asks about the page, in the forum of its space."""
    space = round_.page.space.slug if round_.page.space else ""
    title = _("Question about “%(title)s”", title=round_.page.title)
    return f"/ask?space={space}&title={quote(title[:190])}"


def _about(round_: Confirmation) -> dict[str, Any]:
    return {
        "round": round_,
        "page": round_.page,
        "issuer": round_.issuer,
        "crumbs": crumbs_of(round_.page),
        "page_href": href_of(round_.page),
        "href": f"/confirmations/{round_.id}",
        "today": clock.now().date(),
    }


@allow("procedure.confirm", on=confirmation)
def sign_round(round_: Confirmation) -> Response:
    try:
        sign(round_, viewer(), request.form.get("number", 0, type=int))
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/confirmations/{round_.id}", 303)
    flash(_("Confirmed. You find it under Account, What I confirmed."), "success")
    return redirect(href_of(round_.page), 303)


@allow("procedure.missing", on=confirmation)
def show_missing(round_: Confirmation) -> str:
    found = missing(db(), round_, round_.page.audience)
    late = sum(1 for row in found if row.asked_on is not None and row.due_on < clock.now().date())
    return render_template("procedures/missing.html", **_about(round_), found=found, late=late)


@allow("procedure.missing", on=confirmation)
def end_round(round_: Confirmation) -> Response:
    end(round_, viewer())
    flash(_("Nobody is asked any more. What was confirmed stays."), "success")
    return redirect(href_of(round_.page), 303)
