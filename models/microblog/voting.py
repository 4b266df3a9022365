"""Voting in a poll, changing one's vote, and the end, at which secret ballots are counted and destroyed."""

import hashlib
import hmac
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from models.activity import live
from models.activity.act import Actor
from models.core import clock
from models.core.db import Database, rows
from models.core.errors import Invalid, Refused
from models.core.language import date
from models.core.language import gettext as _
from models.core.outbox import Job
from models.entries.editing import note
from models.entries.entry import LIVE, Entry
from models.microblog.poll import Poll, PollOption, PollVote, has_ended, locked, options_of
from models.people.person import Person

# Results of secret polls move by so many voters at a time, so that nobody can tell one vote from the one before.
STEP = 5
live.also_told("ended-poll")


def voter_of(post_id: int, person_id: int, seal: bytes, secret: bool) -> str:
    """Whose vote it is, as the table keeps it. `seal` is the server's key."""
    if not secret:
        return str(person_id)
    return hmac.new(seal, f"poll:{post_id}:{person_id}".encode(), hashlib.sha256).hexdigest()


def vote(session: Session, post: Entry, by: Actor, chosen: Collection[int], seal: bytes) -> bool:
    """Vote, or vote otherwise than before; True when it was a change. `chosen` are ids of options.

    Two votes of one person at once count once: the poll is held meanwhile. Raises Refused after the end, and Invalid
    (`option`) for nothing chosen, too much chosen, or what is no option of this poll.
    """
    poll = locked(session, post.id)
    if has_ended(poll):
        message = _("This poll ended on %(day)s. Your vote was not counted.")
        raise Refused(message % {"day": date(poll.closed_at or poll.closes_at)})
    options = {option.id: option for option in options_of(session, post.id)}
    wanted = set(chosen)
    if not wanted or not wanted <= options.keys():
        raise Invalid(_("Choose an option. Your vote was not counted."), "option")
    if len(wanted) > 1 and not poll.many:
        raise Invalid(_("Choose one option only. Your vote was not counted."), "option")
    voter = voter_of(post.id, by.id, seal, poll.secret)
    before = set(session.scalars(select(PollVote.option_id).where(_ballot(post.id, voter))))
    _keep_ballot(session, poll, voter, None if poll.secret else by.id, before, wanted)
    for option_id in before ^ wanted:
        options[option_id].votes += 1 if option_id in wanted else -1
    if not before:
        poll.voters += 1
    _show(session, post, by, poll, options.values(), new=not before)
    return bool(before)


def _ballot(post_id: int, voter: str) -> Any:
    return (PollVote.post_id == post_id) & (PollVote.voter == voter)


def _keep_ballot(
    session: Session, poll: Poll, voter: str, person_id: int | None, before: set[int], wanted: set[int]
) -> None:
    gone = before - wanted
    if gone:
        session.execute(delete(PollVote).where(_ballot(poll.post_id, voter), PollVote.option_id.in_(gone)))
    session.add_all(
        PollVote(post_id=poll.post_id, voter=voter, option_id=each, person_id=person_id) for each in wanted - before
    )
    session.flush()


def _show(session: Session, post: Entry, by: Actor, poll: Poll, options: Collection[PollOption], *, new: bool) -> None:
    """Let the results that are shown follow the votes: at once in an open poll, by steps of five voters in a secret
    one, where no act says that somebody voted."""
    if poll.secret and not (new and poll.voters % STEP == 0):
        session.flush()
        return
    poll.shown_voters = poll.voters
    for option in options:
        option.shown = option.votes
    session.flush()
    note(session, None if poll.secret else by, "voted", post)


def end(session: Session, post: Entry, by: Actor | None) -> None:
    """End a poll: all results are shown, and of a secret one the ballots are destroyed. Raises Refused when ended."""
    poll = locked(session, post.id)
    if poll.closed_at is not None:
        raise Refused(_("This poll has ended already."))
    now = clock.now()
    poll.closed_at = now
    poll.closes_at = min(poll.closes_at, now)
    poll.shown_voters = poll.voters
    for option in options_of(session, post.id):
        option.shown = option.votes
    if poll.secret:
        session.execute(delete(PollVote).where(PollVote.post_id == post.id))
    session.flush()
    note(session, by, "ended-poll", post)


class PollEnder:
    """The handler of the outbox's `poll` jobs: a job's subject is `post:<id>`, due when the poll ends."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def handle(self, jobs: list[Job]) -> None:
        for job in jobs:
            with self.database.writing() as session:
                end_due(session, int(job.subject.partition(":")[2]))


def end_due(session: Session, post_id: int) -> None:
    """End a poll whose time has come; one that was moved or is gone is left alone."""
    post, poll = session.get(Entry, post_id), session.get(Poll, post_id)
    if post is not None and poll is not None and poll.closed_at is None and poll.closes_at <= clock.now():
        end(session, post, None)


VOTERS = (
    select(PollVote.option_id, Person.username, Person.name, Person.is_guest)
    .select_from(PollVote)
    .join(Person, Person.id == PollVote.person_id)
    .join(Entry.__table__, Entry.__table__.c.id == PollVote.post_id)
    .where(PollVote.post_id == bindparam("post_id"), LIVE)
    .order_by(PollVote.option_id, Person.name, Person.id)
    .limit(1000)
)


def voters(session: Session, post_id: int) -> dict[int, list[Any]]:
    """Of an open poll: rows (username, name, is_guest) of who voted, by option. A secret poll has none to give."""
    found: dict[int, list[Any]] = {}
    for row in rows(session, VOTERS, post_id=post_id):
        found.setdefault(row.option_id, []).append(row)
    return found
