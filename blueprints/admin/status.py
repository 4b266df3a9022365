"""The state of the instance: how much there is, what the worker still has to do, how the index is."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db
from blueprints.kit.services import services
from models.core.outbox import waiting
from models.entries.counting import count_everything
from models.people.administering import count_accounts


@allow("admin.status")
def show() -> str:
    return render_template(
        "admin/status.html",
        accounts=count_accounts(db()),
        content=count_everything(db()),
        # Upkeep always has its next turn planned; it is news only when it failed.
        jobs=[job for job in waiting(db()) if job[0] != "upkeep" or job[3]],
        index=services().engine.stats(),
        settings=services().settings,
    )
