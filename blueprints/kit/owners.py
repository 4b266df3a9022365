"""Who answers for a page, in words: on the page, in lists, and as choices of a form."""

from types import SimpleNamespace
from typing import Any

from blueprints.kit.departments import department_choices
from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.spaces.membership import members
from models.spaces.space import Space

Groups = dict[str, list[tuple[str, str]]]


def owner_of(row: Any) -> SimpleNamespace:
    """`text` and `href` of whoever answers for the page of a row with `care.columns.owner_columns`.

    `kind` is person, role, department, left (then the space's owners answer, and `left` names who has left) or none.
    """
    owners = SimpleNamespace(
        kind="none", text=_("owners of the space"), href=f"/s/{row.space_slug}/members?role=owner", left=""
    )
    if row.owner_person_id and not row.owner_gone:
        return SimpleNamespace(kind="person", text=row.owner_name, href=f"/people/{row.owner_username}", left="")
    if row.owner_person_id:
        owners.kind, owners.left = "left", row.owner_name
    elif row.owner_role:
        text = _("curators of the space") if row.owner_role == "curator" else owners.text
        href = f"/s/{row.space_slug}/members?role={row.owner_role}"
        return SimpleNamespace(kind="role", text=text, href=href, left="")
    elif row.owner_unit_id:
        return SimpleNamespace(
            kind="department", text=row.owner_unit, href=f"/departments/{row.owner_unit_id}", left=""
        )
    return owners


def owner_choices(space: Space, departments: bool = True) -> Groups:
    """Who can be chosen, in groups: roles in the space, its members who may write, and `departments`."""
    people = []
    for role in ("owner", "curator", "contributor"):
        people += [(f"person:{row.person_id}", row.name) for row in members(db(), space.id, role=role, limit=200)]
    me = f"person:{viewer().id}"
    mine = [(value, _("%(name)s (you)", name=name)) for value, name in people if value == me]
    return {
        _("Several people"): [
            ("role:curator", _("Curators of the space")),
            ("role:owner", _("Owners of the space")),
        ],
        _("Members who may write"): mine + sorted((each for each in people if each[0] != me), key=lambda each: each[1]),
        _("Departments"): [(f"department:{value}", label) for value, label in department_choices()]
        if departments
        else [],
    }
