"""What a reader missed: numbers, rights of now, and nothing lost when a transaction that began early ends late."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models.activity import live
from models.activity.live import LiveEvent, numbers
from models.core import clock
from models.entries.presence import appear, leave, others_editing
from models.entries.reacting import react
from models.entries.telling import MOST, missed_since
from models.microblog.micropost import post
from models.people.person import add_person, choose_presence, person_named
from models.policy.unnamed import USERNAME, Unnamed
from models.policy.viewer import viewer_of
from tests.world import World


def newest(session: Session) -> int:
    session.flush()
    return numbers(session).newest


def told(session: Session, person, after: int) -> list[tuple[str, int]]:
    session.flush()
    return [(each.verb, each.subject_id) for each in missed_since(session, viewer_of(session, person), after).events]


def test_what_was_missed_is_told_in_order(session: Session, world: World):
    after = newest(session)
    first, second = post(session, world.ben, "One"), post(session, world.ben, "Two")
    react(session, first, world.aisha, "thanks")
    assert told(session, world.tomas, after) == [("wrote", first.id), ("wrote", second.id), ("reacted", first.id)]


def test_a_stranger_missed_nothing_of_a_closed_space(session: Session, world: World):
    after = newest(session)
    made = post(session, world.mei, "Secret", space=world.mill)
    assert told(session, world.tomas, after) == []
    assert told(session, world.mei, after) == [("wrote", made.id)]


def test_what_was_narrowed_since_is_not_told(session: Session, world: World):
    after = newest(session)
    made = post(session, world.ben, "For all")
    session.flush()
    made.audience = f"person:{world.ben.id}"
    assert told(session, world.tomas, after) == []


def test_too_much_is_told_as_everything(session: Session, world: World):
    after = newest(session)
    for _ in range(MOST + 1):
        live.announce(session, "edited", "post", world.note.id, audience="everyone")
    session.flush()
    missed = missed_since(session, viewer_of(session, world.tomas), after)
    assert missed.everything
    assert missed.events == []


def test_a_number_from_the_future_or_long_ago_is_told_as_everything(session: Session, world: World):
    first = newest(session)
    assert missed_since(session, viewer_of(session, world.tomas), first + 1000).everything
    assert missed_since(session, viewer_of(session, world.tomas), 2**70).everything


def test_only_what_has_settled_need_not_be_asked_again(session: Session, world: World):
    """Where numbers are not committed in order, the newest ones are asked for again."""
    after = newest(session)
    post(session, world.ben, "Just now")
    upto = missed_since(session, viewer_of(session, world.tomas), after).upto if newest(session) else 0
    sqlite = session.get_bind().dialect.name == "sqlite"
    assert (upto == newest(session)) is sqlite
    session.query(LiveEvent).update({"at": clock.now() - live.SETTLES - timedelta(seconds=1)})
    assert missed_since(session, viewer_of(session, world.tomas), after).upto == newest(session)


def test_old_events_are_forgotten_but_the_last_stay(session: Session, world: World):
    for _ in range(live.STAY + 10):
        live.announce(session, "edited", "post", world.note.id, audience="everyone")
    session.flush()
    session.query(LiveEvent).update({"at": clock.now() - live.KEPT - timedelta(days=1)})
    before = newest(session)
    live.forget_old(session)
    found = numbers(session)
    assert found.newest == before
    assert found.newest - found.oldest == live.STAY


def test_whoever_is_not_seen_does_not_see_others(session: Session, world: World):
    assert appear(session, world.ben, world.question, "writing")
    session.flush()
    assert [row.name for row in others_editing(session, world.aisha, world.question, "writing")] == ["Ben Okafor"]
    assert others_editing(session, world.aisha, world.question) == []
    choose_presence(session, world.aisha, shown=False)
    session.flush()
    assert others_editing(session, world.aisha, world.question, "writing") == []
    assert not appear(session, world.aisha, world.question, "writing")
    session.flush()
    assert others_editing(session, world.ben, world.question, "writing") == []


def test_whoever_asked_without_showing_the_name_is_not_seen_writing(session: Session, world: World):
    nobody = add_person(session, USERNAME, "Name not shown") if person_named(session, USERNAME) is None else None
    session.add(Unnamed(entry_id=world.question.id, person_id=world.tomas.id))
    session.flush()
    assert nobody is None or nobody.id
    assert not appear(session, viewer_of(session, world.tomas), world.question, "writing")
    assert not appear(session, world.tomas, world.question)
    assert others_editing(session, world.aisha, world.question, "writing") == []


def test_beginning_and_leaving_are_told_once(session: Session, world: World):
    after = newest(session)
    for _ in range(3):
        appear(session, world.ben, world.question, "writing")
        session.flush()
    leave(session, world.ben, world.question, "writing")
    leave(session, world.ben, world.question, "writing")
    assert told(session, world.tomas, after) == [("writing", world.question.id)] * 2
