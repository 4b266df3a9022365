"""What a space needs next, for those who curate it: one section for each matter, each row with what can be done."""

from types import SimpleNamespace

from flask import render_template

from blueprints.kit.desk_sections import MOST, Section, sections
from blueprints.kit.guards import allow, space
from models.spaces.space import Space

# So many rows of a section stand open, the others are one press away.
SHOWN = 5


@allow("space.desk", on=space)
def show_desk(space: Space) -> str:
    found = [_drawn(section, space) for section in sections()]
    return render_template("desk/desk.html", space=space, sections=[each for each in found if each.rows])


def _drawn(section: Section, space: Space) -> SimpleNamespace:
    found = section.gather(space)
    rows = found.rows[:MOST]
    return SimpleNamespace(
        name=section.name,
        title=section.title(),
        about=section.about(),
        count=f"{MOST}+" if len(found.rows) > MOST else str(len(rows)),
        rows=rows[:SHOWN],
        folded=rows[SHOWN:],
        more=found.more,
    )
