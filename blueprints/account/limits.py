"""What somebody can still send now, and why there are limits."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.entries.limit_words import LABELS, WITHIN, left_of, when_words
from models.entries.limits import allowance_of


@allow("account.manage")
def show_limits() -> str:
    found = allowance_of(db(), viewer())
    rows = [
        (label(), {each.window: left_of(each.left, each.most) for each in found.of(deed)})
        for deed, label in LABELS.items()
        if found.of(deed)
    ]
    met = [(LABELS[each.deed](), when_words(each.until)) for each in found.limits if not each.left and each.until]
    return render_template(
        "account/limits.html", is_new=found.is_new, choices=found.choices, windows=WITHIN, rows=rows, met=met
    )
