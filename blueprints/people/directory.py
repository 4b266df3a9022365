"""The directory of colleagues: words, filters with counts, rows or cards, and what each person was found by."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from blueprints.kit.faces import photo_of
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.deeds import found_by_deeds
from blueprints.people.found_by import Reasons, names_one_of
from models.core.language import day
from models.core.language import gettext as _
from models.people.directory import PAGE, Wanted, find_people, open_skills
from models.people.known import words_of
from models.people.narrowing import Choice, Narrowing, narrowing, path_of, skill_name
from models.people.words import Words
from models.policy.viewer import Viewer

CHOICES = ("place", "language", "skill", "profession")
MOST_ID = 2**31
# Skills that a card names.
ON_CARD = 4


@allow("people.list")
def list_people() -> str:
    asked, wanted = _asked()
    after = (request.args.get("after", "")[:200], _number("id"))
    words = words_of(db())
    found = find_people(db(), wanted, after=after, limit=PAGE + 1, words=words)
    offered = narrowing(db(), wanted, words)
    filters = {name: value for name, value in asked.items() if name != "view"}
    people = _people(found[:PAGE], wanted, asked["view"], words)
    looks = _by_words_alone(filters, after) and not names_one_of(asked["q"], found)
    known = found_by_deeds(asked["q"]) if looks else []
    return render_template(
        "people/list.html",
        people=people,
        known=known,
        total=offered.total,
        paged=after != ("", 0),
        first_href=_address(asked),
        next_href=_address(asked, found[PAGE - 1]) if len(found) > PAGE else None,
        choices=_choices(offered, asked),
        way=[(each.label, _address(asked | {"department": each.value})) for each in offered.way],
        units=[(each.label, _address(asked | {"department": each.value}), each.count) for each in offered.units],
        all_units=_address(asked | {"department": ""}),
        views=[(word, _address(asked | {"view": view}), view == asked["view"], None) for view, word in _views()],
        filtered=any(filters.values()),
        asked=asked,
    )


def _asked() -> tuple[dict[str, str], Wanted]:
    """What stands in the address, and whom that means; what means nothing is left out."""
    given = {name: request.args.get(name, "").strip()[:100] for name in ("q", *CHOICES, "department", "available")}
    department, skill = _number("department"), _number("skill")
    path = path_of(db(), department) if department else ""
    # A skill that nobody shows has no name here.
    skill = skill if skill and skill_name(db(), skill) else 0
    asked = given | {
        "department": str(department) if path else "",
        "skill": str(skill or ""),
        "available": "1" if given["available"] else "",
        "view": "cards" if request.args.get("view") == "cards" else "",
    }
    wanted = Wanted(asked["q"], path, asked["place"], asked["language"], skill, asked["profession"],
                    bool(asked["available"]))  # fmt: skip
    return asked, wanted


def _by_words_alone(filters: dict[str, str], after: tuple[str, int]) -> bool:
    """What people did is searched by the words; it knows nothing of the other filters."""
    return bool(filters["q"]) and after == ("", 0) and sum(map(bool, filters.values())) == 1


def _number(name: str) -> int:
    number = request.args.get(name, 0, type=int)
    return number if 0 < number < MOST_ID else 0


def _views() -> list[tuple[str, str]]:
    return [("", _("List")), ("cards", _("Cards"))]


def _choices(offered: Narrowing, asked: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """(name, label, [(value, words, chosen)]) of every select that has something to choose."""
    labels = {
        "place": _("Place"),
        "language": _("Language"),
        "skill": _("Skill"),
        "profession": _("Profession"),
    }
    made = []
    for name in CHOICES:
        values = offered.choices.get(name, [])
        if asked[name] and all(each.value != asked[name] for each in values):
            # Chosen, but nobody fits.
            label = skill_name(db(), int(asked[name])) if name == "skill" else asked[name]
            values = [*values, Choice(asked[name], label, 0)]
        if values:
            options = [(each.value, f"{each.label} ({each.count})", each.value == asked[name]) for each in values]
            made.append((name, labels[name], options))
    return made


def _people(found: list[Any], wanted: Wanted, view: str, words: Words) -> list[SimpleNamespace]:
    ids = [row.id for row in found]
    by = words.found_by(wanted.text, ids) if wanted.text else {}
    skills = open_skills(db(), ids) if view == "cards" else {}
    reasons = Reasons(wanted.text) if wanted.text else None
    shown, looker = [], viewer()
    for row in found:
        each = person_view(row, looker)
        each.why = reasons.of(row, by.get(row.id, [])) if reasons else ""
        each.skills = skills.get(row.id, [])[:ON_CARD]
        each.away = away_words(row)
        shown.append(each)
    return shown


def away_words(row: Any) -> str:
    """Until when somebody is away and who is asked meanwhile; nothing for those who are here."""
    if row.away_until is None:
        return ""
    if row.deputy_name:
        return _("Away until %(day)s. Ask %(name)s.", day=day(row.away_until), name=row.deputy_name)
    return _("Away until %(day)s", day=day(row.away_until))


def person_view(row: Any, looker: Viewer) -> SimpleNamespace:
    """A row of the directory as `person_row` draws it."""
    job_title, unit, place = row.job_title, row.department_name, row.place
    return SimpleNamespace(
        name=row.name, username=row.username, tone=row.id, line=" · ".join(filter(None, (job_title, unit, place))),
        why="", job_title=job_title, department_name=unit, place=place, photo=photo_of(row, looker),
    )  # fmt: skip


def _address(asked: dict[str, str], last: Any = None) -> str:
    wanted = {key: value for key, value in asked.items() if value}
    if last is not None:
        wanted |= {"after": last.name, "id": str(last.id)}
    return "/people" + (f"?{urlencode(wanted)}" if wanted else "")
