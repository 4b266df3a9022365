"""The state of the instance: how much there is, what the worker still has to do, how the index is."""

from collections.abc import Callable

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db
from blueprints.kit.services import services
from models.core.language import gettext as _
from models.core.outbox import waiting
from models.entries.counting import count_everything
from models.people.administering import count_accounts

TASKS: dict[str, Callable[[], str]] = {
    "index": lambda: _("Search index"),
    "mail": lambda: _("Mail"),
    "upkeep": lambda: _("Upkeep at night"),
    "notices": lambda: _("Notices"),
    "links": lambda: _("Links to other sites"),
    "file": lambda: _("Files"),
    "poll": lambda: _("Closing of polls"),
    "twins": lambda: _("Likely twins"),
}
# Words for what the index says of itself; the details of other damage stand in the log.
REASONS: dict[str, Callable[[], str]] = {
    "there is no index yet": lambda: _("there is none yet"),
    "the folder of the index is missing": lambda: _("its folder is missing"),
    "some documents are indexed twice": lambda: _("some documents are in it twice"),
    "the index is closed": lambda: _("it is closed"),
}


def task_word(task: str) -> str:
    """What a job of the outbox is called."""
    return TASKS[task]() if task in TASKS else task


def reason_words(reason: str) -> str:
    """Why the index is made anew."""
    if reason in REASONS:
        return REASONS[reason]()
    if reason.startswith("the index has version"):
        return _("another version of Witan wrote it")
    return _("it is damaged")


@allow("admin.status")
def show() -> str:
    index = services().engine.stats()
    return render_template(
        "admin/status.html",
        accounts=count_accounts(db()),
        content=count_everything(db()),
        # Upkeep always has its next turn planned; it is news only when it failed.
        jobs=[job for job in waiting(db()) if job[0] != "upkeep" or job[3]],
        index=index,
        reason=reason_words(index.reason),
        task_word=task_word,
        settings=services().settings,
    )
