"""What decisions do, whom they are told, and how an appeal ends. On both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.activity.act import Act
from models.core import clock
from models.core.errors import Invalid, Refused
from models.entries.entry import Entry
from models.entries.hidden import hidden_entry, hidden_in, hide, show
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import place_of
from models.entries.trashing import untrash
from models.forums.topic import answer, reply
from models.messages.talking import begin, send
from models.moderation.appealing import answer_appeal, appeal, judges, may_answer
from models.moderation.case import Case
from models.moderation.deciding import decide_case, decide_entry, restore
from models.moderation.decision import APPEAL_DAYS, Decision
from models.moderation.log import decisions
from models.moderation.queue import waiting_appeals, waiting_cases
from models.moderation.report import hand_over, report, report_profile
from models.people.profile import describe, profile_of
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member


def hidden(session, world, me, by="mo"):
    return decide_entry(session, world.answer, me(by), "hide", "It names a person")


def test_what_is_hidden_is_out_of_sight_and_a_line_stands_in_its_place(session, world, me):
    hidden(session, world, me)
    assert place_of(session, me("tomas"), world.answer.id) is None
    with pytest.raises(NotFound):
        visible_entry(session, me("tomas"), Entry, world.answer.id)
    line = hidden_in(session, me("tomas"), world.question.id)[0]
    assert (line.reason, line.html) == ("It names a person", "")


def test_its_author_goes_on_seeing_it(session, world, me):
    hidden(session, world, me)
    assert "every May" in hidden_entry(session, me("ben"), world.answer.id).html


def test_a_hidden_question_takes_its_thread_along_and_brings_it_back(session, world, me):
    decide_entry(session, world.question, me("mo"), "hide", "No")
    session.expire_all()
    assert (
        session.get(Entry, world.answer.id).state == "hidden"
        and hidden_entry(session, me("mo"), world.answer.id) is None
    )
    restore(session, session.get(Entry, world.question.id), me("mo"), "I was wrong")
    session.expire_all()
    assert session.get(Entry, world.answer.id).state == "live"


def test_what_was_hidden_by_itself_stays_so_when_its_thread_comes_back(session, world, me):
    hidden(session, world, me)
    question = session.get(Entry, world.question.id)
    hide(question, world.mo, "moderator", "No")
    with pytest.raises(Refused):
        show(session.get(Entry, world.answer.id), world.mo)
    show(question, world.mo)
    session.expire_all()
    assert session.get(Entry, world.answer.id).state == "hidden"


def test_replies_to_a_hidden_reply_stay(session, world, me):
    said = reply(world.question, world.question, world.tomas, "A remark")
    below = reply(said, world.question, world.ben, "A remark on it")
    decide_entry(session, said, me("mo"), "hide", "No")
    session.expire_all()
    assert session.get(Entry, below.id).is_live


def test_remarks_on_a_hidden_answer_go_with_it(session, world, me):
    said = answer(world.question, world.mei, "Another")
    below = reply(said, world.question, world.ben, "A remark on it")
    decide_entry(session, said, me("mo"), "hide", "No")
    session.expire_all()
    assert session.get(Entry, below.id).state == "hidden"


def test_a_page_is_removed_and_not_hidden(session, world, me):
    with pytest.raises(Invalid):
        decide_entry(session, world.publishing, me("mo"), "hide", "No")
    decide_entry(session, world.publishing, me("mo"), "remove", "No")
    assert world.publishing.state == "trashed"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_every_decision_has_a_reason(session, world, me, reason):
    with pytest.raises(Invalid):
        decide_entry(session, world.answer, me("mo"), "hide", reason)
    assert world.answer.is_live and session.query(Decision).count() == 0


def test_nobody_decides_about_what_they_wrote(session, world, me):
    with pytest.raises(Refused):
        decide_entry(session, world.publishing, me("aisha"), "remove", "Mine")


def test_what_a_moderator_removed_does_not_come_back_by_its_authors_hand(session, world, me):
    decide_entry(session, world.answer, me("mo"), "remove", "No")
    with pytest.raises(Refused, match="appeal"):
        untrash(world.answer, me("ben"))
    untrash(world.answer, me("aisha"))
    assert world.answer.is_live and session.query(Decision).one().ended_at is not None


def test_a_decision_is_told_by_an_act_that_names_its_person(session, world, me):
    made = hidden(session, world, me)
    act = session.scalars(select(Act).where(Act.verb == "decided-hide")).one()
    assert act.detail["person"] == world.ben.id and act.detail["why"] == made.reason and made.office == "moderator"


def test_a_curator_decides_as_one(session, world, me):
    assert hidden(session, world, me, "aisha").office == "curator"


def test_deciding_from_its_menu_closes_the_case(session, world, me):
    report(session, world.answer, world.tomas, "rude")
    hidden(session, world, me)
    assert waiting_cases(session, me("mo")) == [] and session.query(Decision).one().case_id


def test_a_case_is_decided_once(session, world, me):
    report(session, world.answer, world.tomas, "rude")
    case = session.query(Case).one()
    decide_case(session, case, me("aisha"), "keep", "Fine")
    with pytest.raises(Refused, match="already decided"):
        decide_case(session, case, me("mo"), "hide", "Late")
    assert world.answer.is_live


def test_a_message_is_taken_out_and_put_back_by_an_appeal(session, world, me):
    two = begin(session, me("aisha"), [world.ben])
    said = send(two, me("aisha"), "Rude words")
    hand_over(session, said, me("ben"), "rude")
    made = decide_case(session, session.query(Case).one(), me("mo"), "remove", "Rude")
    assert said.body == "" and made.kept == "Rude words"
    appeal(session, made, me("aisha"), "It was a quotation")
    answer_appeal(session, made, me("ada"), "upheld", "So it was")
    assert said.body == "Rude words" and said.removed_at is None


def test_words_of_a_profile_are_taken_out_and_put_back(session, world, me):
    describe(session, world.ben, about="Rude words")
    report_profile(session, world.ben, world.tomas, "rude")
    made = decide_case(session, session.query(Case).one(), me("mo"), "remove", "Rude")
    assert profile_of(session, world.ben).about == ""
    appeal(session, made, me("ben"), "They are not")
    answer_appeal(session, made, me("ada"), "upheld", "True")
    assert profile_of(session, world.ben).about == "Rude words"


def test_an_upheld_appeal_restores(session, world, me):
    made = hidden(session, world, me)
    appeal(session, made, me("ben"), "It names nobody")
    assert [each.id for each in waiting_appeals(session, me("aisha"))] == [made.id]
    answer_appeal(session, made, me("aisha"), "upheld", "Right")
    session.expire_all()
    assert world.answer.is_live and made.ended_at is not None and made.answer_office == "curator"


def test_a_refused_appeal_changes_nothing(session, world, me):
    made = hidden(session, world, me)
    appeal(session, made, me("ben"), "It names nobody")
    answer_appeal(session, made, me("aisha"), "refused", "It does")
    assert world.answer.state == "hidden" and made.ended_at is None
    with pytest.raises(Refused, match="already answered"):
        answer_appeal(session, made, me("aisha"), "upheld", "Again")


def test_there_is_one_appeal_by_the_author_alone_in_time(session, world, me):
    made = hidden(session, world, me)
    with pytest.raises(Refused):
        appeal(session, made, me("tomas"), "For Ben")
    with pytest.raises(Invalid):
        appeal(session, made, me("ben"), " ")
    appeal(session, made, me("ben"), "It names nobody")
    with pytest.raises(Refused, match="already"):
        appeal(session, made, me("ben"), "Again")


def test_a_late_appeal_is_refused(session, world, me):
    made = hidden(session, world, me)
    made.at = clock.now() - timedelta(days=APPEAL_DAYS, minutes=1)
    with pytest.raises(Refused, match="over"):
        appeal(session, made, me("ben"), "Late")


def test_whoever_decided_does_not_answer_the_appeal(session, world, me):
    made = hidden(session, world, me, "aisha")
    appeal(session, made, me("ben"), "No")
    assert not may_answer(session, made, me("aisha")) and not may_answer(session, made, me("ben"))
    assert judges(session, world.desk.id, {made.by_id, made.person_id}) == ("moderator", {world.mo.id})
    with pytest.raises(Refused):
        answer_appeal(session, made, me("aisha"), "refused", "Mine")


def test_another_curator_comes_first(session, world, me):
    add_member(session, world.desk, world.mei, "curator", world.aisha)
    made = hidden(session, world, me, "aisha")
    assert judges(session, made.space_id, {made.by_id, made.person_id}) == ("curator", {world.mei.id})


def test_a_suspended_curator_is_not_asked(session, world, me):
    add_member(session, world.desk, world.mei, "curator", world.aisha)
    made = hidden(session, world, me, "aisha")
    world.mei.suspended_until = clock.now() + timedelta(days=1)
    session.flush()
    assert judges(session, made.space_id, {made.by_id, made.person_id}) == ("moderator", {world.mo.id})
    world.mei.suspended_until = clock.now() - timedelta(seconds=1)
    session.flush()
    assert judges(session, made.space_id, {made.by_id, made.person_id}) == ("curator", {world.mei.id})


def test_administrators_answer_where_nobody_else_is_left(session, world, me):
    made = decide_entry(session, world.note, me("mo"), "hide", "No")
    appeal(session, made, me("ben"), "Why")
    assert judges(session, None, {made.by_id, made.person_id}) == ("administrator", {world.ada.id})
    assert [each.id for each in waiting_appeals(session, me("ada"))] == [made.id]


def test_the_log_shows_what_each_answers_for(session, world, me):
    hidden(session, world, me)
    decide_entry(session, world.note, me("mo"), "hide", "No")
    numbers = {who: len(decisions(session, me(who))) for who in ("mo", "ada", "aisha", "ben", "mei", "gwen")}
    assert numbers == {"mo": 2, "ada": 2, "aisha": 1, "ben": 0, "mei": 0, "gwen": 0}


def test_the_log_says_nothing_about_closed_spaces_to_others(session, world):
    add_member(session, world.mill, world.ben, "curator", world.mei)
    decide_entry(session, world.secret_answer, viewer_of(session, world.ben), "hide", "Secret reason")
    seen = {
        who: len(decisions(session, viewer_of(session, getattr(world, who)))) for who in ("mo", "ada", "aisha", "mei")
    }
    assert seen == {"mo": 0, "ada": 0, "aisha": 0, "mei": 1}


def test_the_log_is_filtered(session, world, me):
    made = hidden(session, world, me)
    decide_entry(session, world.note, me("mo"), "remove", "No")
    appeal(session, made, me("ben"), "Why")
    assert [row.id for row in decisions(session, me("mo"), verb="hide")] == [made.id]
    assert [row.id for row in decisions(session, me("mo"), appeal="waiting")] == [made.id]
    assert decisions(session, me("mo"), appeal="upheld") == []
