"""People who can answer, offered beside the question that is being asked, and inviting those whom the asker chose."""

from types import SimpleNamespace
from typing import Any

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.places import places
from blueprints.kit.addresses import person_href
from blueprints.kit.expert_words import acts_in_words
from blueprints.kit.faces import photos_of
from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import date, day, ngettext
from models.core.language import gettext as _
from models.expertise.inviting import MOST_AT_ONCE, Offered, invite_found, offered
from models.forums.invitation import INVITATIONS_A_WEEK
from models.forums.topic import Question
from models.policy.stopping import is_stopped

LONGEST = 4_000
LONGEST_NAME = 64


@allow("home.read")
def show_people() -> Response:
    """The list as a part of the form, for its script. Nothing is kept of what was typed."""
    place = next((each for each in places() if each.value == request.form.get("space", "")), None)
    people = _people(
        request.form.get("title", ""), request.form.get("body", ""), place.audience if place else "everyone"
    )
    return fragment(render_template("forums/_people.html", people=people))


def people_for(form: Any, audience: str) -> SimpleNamespace:
    """The same for a form, put where this audience reads it."""
    return _people(form.title.data or "", form.body.data or "", audience)


def _people(title: str, body: str, audience: str) -> SimpleNamespace:
    title = title.replace("\0", "").strip()
    text = f"{title} {body}".replace("\0", "")[:LONGEST].strip()
    looks = bool(title) and not is_stopped(viewer(), "people-to-ask")
    found = offered(db(), services().engine, viewer(), text, audience) if looks else []
    chosen = _chosen()
    photos = photos_of(each.expert.person.id for each in found)
    rows = [_row(each, each.expert.person.username in chosen, photos[each.expert.person.id]) for each in found]
    kept = [_kept(each) for each in chosen if each not in {row.username for row in rows}]
    return SimpleNamespace(
        rows=[*kept, *rows],
        looked=looks,
        asked=title[:LONGEST],
        most=MOST_AT_ONCE,
        a_week=INVITATIONS_A_WEEK,
    )


def _chosen() -> list[str]:
    names = [name.replace("\0", "")[:LONGEST_NAME] for name in request.form.getlist("invite")]
    return list(dict.fromkeys(names))[: 2 * MOST_AT_ONCE]


def _row(one: Offered, chosen: bool, photo: str) -> SimpleNamespace:
    person = one.expert.person
    return SimpleNamespace(
        username=person.username,
        name=person.name,
        href=person_href(person.username),
        tone=person.id,
        photo=photo,
        line=", ".join(filter(None, [person.job_title, person.department_name])),
        why=acts_in_words([piece.deed.act for piece in one.expert.pieces]),
        note=_note(one),
        can=one.free_from is None,
        chosen=chosen,
    )


def _note(one: Offered) -> str:
    if one.free_from is not None:
        return ngettext(
            "Asked %(num)s time in the last seven days, which is the most. They can be asked again from %(day)s.",
            "Asked %(num)s times in the last seven days, which is the most. They can be asked again from %(day)s.",
            INVITATIONS_A_WEEK,
            day=date(one.free_from),
        )
    if one.away is None:
        return ""
    until = day(one.away.until)
    if one.instead:
        return _("Away until %(day)s. %(name)s stands in and is asked instead.", day=until, name=one.instead)
    return _("Away until %(day)s", day=until)


def _kept(username: str) -> SimpleNamespace:
    """Somebody who was chosen before the text changed, called as they were chosen: no name is looked up here."""
    return SimpleNamespace(
        username=username, name=username, href="", tone=0, line="",
        why=_("You chose them before you changed the text."), note="", can=True, chosen=True,
    )  # fmt: skip


def invite_chosen(question: Question) -> None:
    """Ask those whom the asker chose, and tell them who was asked and who was not."""
    chosen = _chosen()
    if not chosen:
        return
    result = invite_found(db(), question, viewer(), chosen)
    for person, here in result.asked:
        said = _("%(name)s is asked to answer", name=here.name)
        if here.id != person.id:
            said = _("%(away)s is away. %(name)s stands in and is asked to answer.", away=person.name, name=here.name)
        flash(said, "success")
    for sentence in result.refused:
        flash(sentence, "error")
