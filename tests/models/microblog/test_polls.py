"""Polls: what can be asked, how votes count, and what a secret poll keeps secret; on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid, Refused
from models.core.language import set_language
from models.microblog.micropost import Micropost, post
from models.microblog.poll import Poll, PollVote, add_poll, change_poll, check_poll, options_of
from models.microblog.showing import extras
from models.microblog.voting import end, end_due, vote, voters
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of

SEAL = b"the server's key"
SOON = timedelta(days=7)


def asked(session, world, **chosen):
    made = post(session, world.ben, "Where do we eat?")
    add_poll(session, made, check_poll(["Canteen", "Park", "Desk"], clock.now() + SOON, **chosen))
    return made, [option.id for option in options_of(session, made.id)]


def seen(session, made, by):
    return extras(session, viewer_of(session, by), [made.id], SEAL)[made.id].poll


def people(session, number):
    return [add_person(session, f"voter.{n}", f"Voter {n}") for n in range(number)]


@pytest.mark.parametrize(
    ("options", "days", "field"),
    [
        (["One"], 1, "options"),
        (["  ", "", "One"], 1, "options"),
        ([str(n) for n in range(11)], 1, "options"),
        (["Same", " same "], 1, "options"),
        (["x" * 101, "y"], 1, "options"),
        (["One", "Two"], -1, "ends"),
        (["One", "Two"], 400, "ends"),
        (["One", "Two"], None, "ends"),
    ],
)
def test_what_cannot_be_asked_says_where(options, days, field):
    with pytest.raises(Invalid) as refused:
        check_poll(options, None if days is None else clock.now() + timedelta(days=days))
    assert refused.value.field == field


def test_a_vote_counts_and_can_be_changed(session, world):
    made, (canteen, park, _desk) = asked(session, world)
    assert not vote(session, made, world.tomas, {canteen}, SEAL)
    assert vote(session, made, world.tomas, {park}, SEAL)
    poll = seen(session, made, world.tomas)
    assert [option.votes for option in poll.options] == [0, 1, 0]
    assert (poll.voters, poll.options[1].mine, poll.options[0].mine) == (1, True, False)


def test_results_are_hidden_from_who_has_not_voted(session, world):
    made, (canteen, *_more) = asked(session, world)
    vote(session, made, world.tomas, {canteen}, SEAL)
    assert not seen(session, made, world.ben).shown
    assert seen(session, made, world.tomas).shown


def test_results_at_the_end_are_hidden_from_all_until_then(session, world):
    made, (canteen, *_more) = asked(session, world, results="end")
    vote(session, made, world.tomas, {canteen}, SEAL)
    assert not seen(session, made, world.tomas).shown
    end(session, made, world.ben)
    assert seen(session, made, world.mei).options[0].votes == 1


def test_several_options_are_for_polls_that_say_so(session, world):
    one, (first, second, _third) = asked(session, world)
    with pytest.raises(Invalid):
        vote(session, one, world.tomas, {first, second}, SEAL)
    many, (first, second, _third) = asked(session, world, many=True)
    vote(session, many, world.tomas, {first, second}, SEAL)
    assert seen(session, many, world.tomas).voters == 1


def test_an_option_of_another_poll_is_no_choice(session, world):
    made, _options = asked(session, world)
    other, options = asked(session, world)
    with pytest.raises(Invalid):
        vote(session, made, world.tomas, {options[0]}, SEAL)
    with pytest.raises(Invalid):
        vote(session, made, world.tomas, set(), SEAL)


def test_a_vote_after_the_end_is_refused_in_plain_words(session, world):
    made, (canteen, *_more) = asked(session, world)
    with clock.at(clock.now() + SOON + timedelta(seconds=1)), pytest.raises(Refused, match="This poll ended on"):
        vote(session, made, world.tomas, {canteen}, SEAL)


def test_options_are_locked_after_the_first_vote(session, world):
    made, options = asked(session, world)
    again = check_poll(["Yes", "No"], clock.now() + SOON)
    change_poll(session, made, again)
    assert [option.text for option in options_of(session, made.id)] == ["Yes", "No"]
    vote(session, made, world.tomas, {options_of(session, made.id)[0].id}, SEAL)
    with pytest.raises(Refused, match="Somebody has voted"):
        change_poll(session, made, again)


def test_an_open_poll_says_who_chose_what(session, world):
    made, (canteen, park, _desk) = asked(session, world)
    vote(session, made, world.tomas, {park}, SEAL)
    assert [row.name for row in voters(session, made.id)[park]] == ["Tomas Reyes"]


def test_a_secret_poll_keeps_nobody_beside_a_vote(session, world):
    made, (canteen, *_more) = asked(session, world, secret=True)
    for each in people(session, 6):
        vote(session, made, each, {canteen}, SEAL)
    kept = session.execute(select(PollVote.voter, PollVote.person_id).where(PollVote.post_id == made.id)).all()
    assert len(kept) == 6 and {row.person_id for row in kept} == {None}
    assert not {row.voter for row in kept} & {str(each) for each in session.scalars(select(Person.id))}
    assert voters(session, made.id) == {}
    acts = session.execute(select(Act.actor_id).where(Act.verb == "voted", Act.subject_id == made.id)).scalars().all()
    assert acts == [None], "only that the shown results moved, at five votes"


def test_results_of_a_secret_poll_move_by_five_voters(session, world):
    made, (canteen, park, _desk) = asked(session, world, secret=True)
    crowd = people(session, 7)
    for each in crowd[:4]:
        vote(session, made, each, {canteen}, SEAL)
    assert not seen(session, made, crowd[0]).shown
    for each in crowd[4:]:
        vote(session, made, each, {park}, SEAL)
    poll = seen(session, made, crowd[0])
    assert poll.shown and [option.votes for option in poll.options] == [4, 1, 0] and poll.voters == 5
    end(session, made, None)
    assert [option.votes for option in seen(session, made, world.mei).options] == [4, 3, 0]


def test_the_ballots_of_a_secret_poll_are_gone_at_its_end(session, world):
    made, (canteen, *_more) = asked(session, world, secret=True)
    vote(session, made, world.tomas, {canteen}, SEAL)
    with clock.at(clock.now() + SOON + timedelta(seconds=1)):
        end_due(session, made.id)
        end_due(session, made.id)
        assert seen(session, made, world.ben).options[0].votes == 1
    assert session.scalars(select(PollVote).where(PollVote.post_id == made.id)).all() == []


def test_who_voted_in_secret_still_sees_their_own_choice_and_no_other(session, world):
    made, (canteen, *_more) = asked(session, world, secret=True)
    vote(session, made, world.tomas, {canteen}, SEAL)
    assert seen(session, made, world.tomas).options[0].mine
    assert not any(option.mine for option in seen(session, made, world.mei).options)


@pytest.mark.parametrize("secret", [False, True])
def test_two_votes_of_one_person_at_once_count_once(store, secret):
    with store.writing() as session:
        ben = session.scalars(select(Person).where(Person.username == "ben.okafor")).one()
        made = post(session, ben, "Which day?")
        add_poll(session, made, check_poll(["Monday", "Friday"], clock.now() + SOON, secret=secret))
        options, post_id, person_id = [each.id for each in options_of(session, made.id)], made.id, ben.id
    at_once, errors = threading.Barrier(8), []

    def cast(option):
        set_language("en_GB", "Europe/London")
        at_once.wait()
        try:
            with store.writing() as session:
                vote(session, session.get(Micropost, post_id), session.get(Person, person_id), {option}, SEAL)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=cast, args=(options[n % 2],)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.reading() as session:
        poll = session.get(Poll, post_id)
        counted = sum(option.votes for option in options_of(session, post_id))
        ballots = session.scalars(select(PollVote).where(PollVote.post_id == post_id)).all()
    assert errors == []
    assert (poll.voters, counted, len(ballots)) == (1, 1, 1)
