"""The people of a group, its name, leaving it; muting a conversation."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.pages import fragment
from blueprints.kit.request import viewer
from blueprints.messages.beginning import chosen_in, matching
from blueprints.messages.loading import conversation
from blueprints.messages.words import title_of
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.messages import groups
from models.messages.conversation import MOST_PEOPLE, TITLE_LIMIT, Conversation


@allow("conversation.read", on=conversation)
def show_people(found: Conversation) -> str:
    return _draw(found)


def _draw(found: Conversation, wrong: str = "", typed: str | None = None) -> str:
    people = [each.person for each in found.participants if each.left_at is None]
    find = request.args.get("find", "").strip()[:100]
    return render_template(
        "messages/people.html",
        conversation=found,
        title=title_of(found.pair, found.title, people, viewer().id),
        people=people,
        find=find,
        matches=[each for each in matching(find) if each.id not in found.people_ids],
        wrong=wrong,
        typed=found.title if typed is None else typed,
        title_limit=TITLE_LIMIT,
        most=MOST_PEOPLE,
    )


@allow("conversation.write", on=conversation)
def add_people(found: Conversation) -> Response:
    people = chosen_in([request.form.get("add", "")])
    try:
        groups.add(found, viewer(), people)
    except (Invalid, Refused) as error:
        return fragment(_draw(found, wrong=str(error)), 422)
    flash(_("%(name)s takes part from now on.", name=people[0].name), "success")
    return redirect(f"/messages/{found.id}/people", 303)


@allow("conversation.write", on=conversation)
def set_name(found: Conversation) -> Response:
    title = request.form.get("title", "")
    try:
        groups.name(found, viewer(), title)
    except (Invalid, Refused) as error:
        return fragment(_draw(found, wrong=str(error), typed=title), 422)
    return redirect(f"/messages/{found.id}", 303)


@allow("conversation.write", on=conversation)
def leave_group(found: Conversation) -> Response:
    try:
        groups.leave(found, viewer())
    except Refused as error:
        flash(str(error), "error")
        return redirect(f"/messages/{found.id}/people", 303)
    flash(_("You left the group. What you wrote stays with the others."), "success")
    return redirect("/messages", 303)


@allow("conversation.read", on=conversation)
def set_muted(found: Conversation) -> Response:
    muted = request.form.get("on") == "1"
    groups.mute(found, viewer(), muted)
    flash(
        _("New messages here no longer count as unread.") if muted else _("New messages here count again."), "success"
    )
    return redirect(f"/messages/{found.id}", 303)
