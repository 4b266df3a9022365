"""What a space needs next, for those who curate it: one section for each matter, each row with what can be done."""

from types import SimpleNamespace

from flask import render_template

from blueprints.kit.desk_sections import MOST, Section, sections
from blueprints.kit.guards import allow, space
from models.spaces.space import Space

# So many rows of a section stand open, the others are one press away.
SHOWN = 5
# More sections than these are listed at the top too, each one press away.
FEW = 2


@allow("space.desk", on=space)
def show_desk(space: Space) -> str:
    drawn = [each for each in (_drawn(section, space) for section in sections()) if each.rows]
    jumps = [(each.title, f"#{each.name}", False, each.count) for each in drawn] if len(drawn) > FEW else []
    return render_template("desk/desk.html", space=space, sections=drawn, jumps=jumps)


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
