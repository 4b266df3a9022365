"""Ticking a task on a page: found again when the page was changed meanwhile, or refused with a plain sentence."""

from models.core.db import session_of
from models.core.errors import Refused
from models.core.language import gettext as _
from models.core.text import Task, tasks, ticked
from models.entries.revision import revision
from models.entries.saving import hold
from models.wiki.page import Page


def with_tick(page: Page, based_on: int, number: int, done: bool) -> tuple[str, str]:
    """The page's text with this task done or to do, and the words of the task.

    `number` counts the tasks of version `based_on`, from 0. Raises Refused when it cannot be told which task it is now.
    """
    session = session_of(page)
    hold(session, page)
    now = tasks(page.body)
    if based_on == page.version:
        place = number if 0 <= number < len(now) else None
    else:
        then = revision(session, page, based_on)
        place = _now_at(tasks(then.body) if then else [], number, now)
    if place is None:
        raise Refused(_("The page was changed after you opened it, so nothing was ticked. Reload it, then tick again."))
    if now[place].done == done:
        return page.body, now[place].text
    body = ticked(page.body, place, done)
    if body is None:
        raise Refused(_("This task cannot be ticked here. Edit the page and put an x between its brackets."))
    return body, now[place].text


def _now_at(then: list[Task], number: int, now: list[Task]) -> int | None:
    """Where a task of an earlier version stands now; None when its words are gone or stand in several places."""
    if not 0 <= number < len(then):
        return None
    same = [place for place, task in enumerate(now) if task.text == then[number].text]
    if len(same) == 1:
        return same[0]
    return number if number in same and len(then) == len(now) else None
