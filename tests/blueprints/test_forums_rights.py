"""What the page of a topic lets each reader do with each post, which it asks of the rules once for all alike."""

from models.forums.topic import answer
from models.policy.predicates import author, curator, moderator
from models.policy.rules import RULES


def test_the_rules_of_posts_ask_only_whether_a_post_is_ones_own() -> None:
    assert set(RULES["entry.edit"]) == {author, curator}
    assert set(RULES["entry.trash"]) == {author, curator, moderator}


def test_each_reader_edits_and_trashes_their_own_and_a_curator_all(browser, session, world) -> None:
    theirs = [answer(world.question, by, "In May.").id for by in (world.mo, world.tomas, world.mo)]
    session.commit()
    posts = [world.answer.id, *theirs]
    may = {"ben.okafor": {posts[0]}, "tomas.reyes": {posts[2]}, "mei.wong": set(), "aisha.khan": {*posts}}
    for who, own in may.items():
        text = browser(who).get(f"/topics/{world.question.id}").text
        assert {each for each in posts if f'href="/e/{each}/edit"' in text} == own, who
        assert {each for each in posts if f'formaction="/e/{each}/trash"' in text} == own, who
    text = browser("mo.moder").get(f"/topics/{world.question.id}").text
    assert {each for each in posts if f'href="/e/{each}/edit"' in text} == {posts[1], posts[3]}
    assert all(f'formaction="/e/{each}/trash"' in text for each in posts)
