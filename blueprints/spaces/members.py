"""Who belongs to a space: the list, adding people, roles, removing, and sharing with departments."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.departments import department_choices
from blueprints.kit.guards import Forbidden, allow
from blueprints.kit.guards import space as the_space
from blueprints.kit.request import db, viewer
from blueprints.kit.space_words import ROLE_HINTS, ROLES, choices, said, who_reads
from models.core.errors import Refused
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.people.department import Department
from models.people.directory import Wanted, find_people
from models.people.person import Person, person_named
from models.policy.rules import may
from models.spaces.joining import add_member, share, take_out, unshare
from models.spaces.membership import count_members, members, membership, open_requests, shares
from models.spaces.space import Space

PAGE = 100


@allow("space.members", on=the_space)
def list_members(space: Space) -> str:
    role = request.args.get("role", "")
    after = (request.args.get("after", ""), request.args.get("id", 0, type=int))
    text = request.args.get("q", "").strip()[:100]
    found = members(db(), space.id, role=role if role in ROLES else "", text=text, after=after, limit=PAGE + 1)
    counts = count_members(db(), space.id)
    return render_template(
        "spaces/members.html",
        space=space,
        rows=found[:PAGE],
        more=found[PAGE - 1] if len(found) > PAGE else None,
        counts=counts,
        total=sum(counts.values()),
        text=text,
        role=role,
        roles=[(key, word, counts.get(key, 0)) for key, word in choices(ROLES)],
        role_hints=[(word, ROLE_HINTS[key]()) for key, word in choices(ROLES)],
        said=lambda key: said(ROLES, key),
        who=who_reads(space.openness, sum(counts.values())),
        **_work(space),
    )


def _work(space: Space) -> dict[str, Any]:
    """What curators and owners find on the page besides the list."""
    invites, manages = may(viewer(), "space.invite", space), may(viewer(), "space.manage-members", space)
    wanted = request.args.get("find", "").strip()[:100] if invites else ""
    return {
        "invites": invites,
        "manages": manages,
        "find": wanted,
        "matches": _matches(space, wanted) if wanted else [],
        "requests": open_requests(db(), [space.id]) if invites else [],
        "shares": shares(db(), space.id) if space.is_closed else [],
        "departments": department_choices() if manages and space.is_closed else [],
        "given": [pair for pair in choices(ROLES) if manages or pair[0] in ("reader", "contributor")],
    }


def _matches(space: Space, wanted: str) -> list[Any]:
    """People to add, by a part of the name; to a closed space also a guest, who is in no directory, by the username."""
    found = list(find_people(db(), Wanted(wanted, by_name=True), limit=10))
    exact = person_named(db(), wanted)
    if exact is not None and exact.is_guest and exact.disabled_at is None and space.is_closed:
        found.insert(0, exact)
    return [(person, membership(db(), space, person.id)) for person in found]


@allow("space.invite", on=the_space)
def add(space: Space) -> Response:
    person, role = _named(request.form.get("username", "")), request.form.get("role", "contributor")
    home = f"/s/{space.slug}/members"
    if person is None:
        flash(_("Nobody has this username. Look for the name instead."), "error")
        return redirect(home, 303)
    if membership(db(), space, person.id) is not None:
        flash(_("%(name)s is a member already. An owner can change the role below.", name=person.name), "error")
        return redirect(home, 303)
    _check_given(space, role)
    return _told(space, lambda: add_member(db(), space, person, role, viewer()), _("%(n)s is added.", n=person.name))


@allow("space.manage-members", on=the_space)
def set_role(space: Space) -> Response:
    person, role = _member(space), request.form.get("role", "")
    _check_given(space, role)
    text = _("%(name)s: %(role)s", name=person.name, role=said(ROLES, role))
    return _told(space, lambda: add_member(db(), space, person, role, viewer()), text)


@allow("space.manage-members", on=the_space)
def remove(space: Space) -> Response:
    person = _member(space)
    text = _("%(name)s is no longer a member.", name=person.name)
    return _told(space, lambda: take_out(db(), space, person, viewer()), text)


@allow("space.manage-members", on=the_space)
def share_with(space: Space) -> Response:
    department = db().get(Department, request.form.get("department", 0, type=int))
    if department is None:
        flash(_("Choose a department to share the space with."), "error")
        return redirect(f"/s/{space.slug}/members#shares", 303)
    text = _("Everybody in %(department)s can now read the space.", department=department.name)
    return _told(space, lambda: share(db(), space, department, viewer()), text)


@allow("space.manage-members", on=the_space)
def end_share(space: Space) -> Response:
    department_id = request.form.get("department", 0, type=int)
    return _told(space, lambda: unshare(db(), space, department_id, viewer()), _("The department is taken off."))


def _told(space: Space, act: Any, text: str) -> Response:
    """Do it and say so, or say why it cannot be done."""
    try:
        act()
        flash(text, "success")
    except Refused as error:
        flash(str(error), "error")
    return redirect(f"/s/{space.slug}/members", 303)


def _named(username: str) -> Person | None:
    found = person_named(db(), username.removeprefix("@")[:60])
    return found if found is not None and found.disabled_at is None else None


def _member(space: Space) -> Person:
    found = membership(db(), space, request.form.get("person", 0, type=int))
    if found is None:
        raise NotFound
    return db().get_one(Person, found.person_id)


def _check_given(space: Space, role: str) -> None:
    """Curators add readers and contributors; only owners give the higher roles."""
    if role not in ROLES:
        raise NotFound
    if role in ("curator", "owner") and not may(viewer(), "space.manage-members", space):
        raise Forbidden(_("Only an owner can make somebody a curator or an owner."))
