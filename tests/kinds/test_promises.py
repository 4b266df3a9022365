"""Search, tags, reactions, follows, bookmarks, history, links, trash, reports and rights, for each kind."""

import pytest
from sqlalchemy.orm import Session

from models.core.db import as_words
from models.core.findable import sources
from models.entries import editing, following, reacting, revision, tagged, trashing
from models.entries.entry import Entry
from models.entries.kinds import Kind, all_kinds
from models.entries.linking import backlinks
from models.entries.reading import NotFound, visible_entry
from models.entries.rows import place_of
from models.entries.tagging import tag_named, tags_on
from models.moderation.queue import waiting_cases
from models.moderation.report import report
from models.policy.viewer import viewer_of
from tests.kinds.making import make
from tests.world import World

KINDS = pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
BODY = "The promise links to [[desk:Publishing]] and names @ben.okafor."


@pytest.fixture
def entry(session: Session, world: World, kind: Kind) -> Entry:
    return make(session, kind, world.aisha, world.desk, BODY, root=world.question)


@pytest.fixture
def hidden(session: Session, world: World, kind: Kind) -> Entry:
    return make(session, kind, world.mei, world.mill, BODY, root=world.secret_question)


@KINDS
def test_it_turns_into_a_search_document(session: Session, entry: Entry) -> None:
    (document,) = sources()["entry"].documents(session, [entry.id])
    assert (document.kind, document.audience, document.tags) == (entry.kind, "everyone", ("promise",))
    assert "The promise links to Publishing" in document.body


@KINDS
def test_it_stands_in_the_stamps_that_the_index_is_compared_with(session: Session, entry: Entry) -> None:
    assert entry.id in dict(sources()["entry"].stamps(session))


@KINDS
def test_it_can_be_tagged_and_found_by_its_tag(session: Session, world: World, entry: Entry) -> None:
    assert tags_on(session, entry) == ["promise"]
    viewer = viewer_of(session, world.tomas)
    tag = tag_named(session, viewer, "promise")
    assert tag is not None
    assert entry.id in {row.id for row in tagged.with_tag(session, viewer, tag.id)}


@KINDS
def test_people_react_once_and_take_it_back(session: Session, world: World, entry: Entry) -> None:
    word = reacting.words_for(entry.kind)[0]
    for _ in range(2):
        reacting.react(session, entry, world.tomas, word)
    assert reacting.reactions(session, as_words([entry.id]), world.tomas.id) == {entry.id: {word: (1, True)}}
    reacting.unreact(session, entry, world.tomas, word)
    assert reacting.reactions(session, as_words([entry.id]), world.tomas.id) == {}


@KINDS
def test_it_can_be_followed_and_put_aside(session: Session, world: World, entry: Entry) -> None:
    following.follow(session, world.tomas, entry)
    following.bookmark(session, world.tomas, entry)
    session.flush()
    assert following.follows(session, world.tomas, entry)
    assert [row.id for row in following.bookmarks(session, viewer_of(session, world.tomas))] == [entry.id]


@KINDS
def test_it_keeps_its_history(session: Session, world: World, entry: Entry) -> None:
    editing.edit(entry, by=world.aisha, based_on=1, body="Another text", summary="Why")
    session.flush()
    assert [(row.number, row.summary) for row in revision.history(session, entry)] == [(2, "Why"), (1, "")]
    assert revision.revision(session, entry, 1).body == BODY


@KINDS
def test_what_it_links_to_knows_of_it(session: Session, world: World, entry: Entry) -> None:
    session.flush()
    found = backlinks(session, viewer_of(session, world.tomas), world.publishing.id)
    assert entry.id in {row.id for row in found}


@KINDS
def test_it_goes_to_the_trash_and_comes_back_with_its_tags(session: Session, world: World, entry: Entry) -> None:
    viewer = viewer_of(session, world.tomas)
    trashing.trash(entry, world.aisha, "A reason")
    session.flush()
    assert place_of(session, viewer, entry.id) is None
    assert tag_named(session, viewer, "promise") is None
    assert sources()["entry"].documents(session, [entry.id]) == []
    trashing.untrash(entry, world.aisha)
    session.flush()
    assert place_of(session, viewer, entry.id) is not None
    assert tag_named(session, viewer, "promise") is not None


@KINDS
def test_it_can_be_gone_for_good(session: Session, world: World, entry: Entry) -> None:
    entry_id = entry.id
    trashing.trash(entry, world.aisha)
    session.flush()
    trashing.purge(entry, world.aisha)
    session.flush()
    assert session.get(Entry, entry_id) is None


@KINDS
def test_it_can_be_reported_to_its_curators(session: Session, world: World, entry: Entry) -> None:
    report(session, entry, world.tomas, "wrong", "It is not so")
    session.flush()
    assert [row.id for row in waiting_cases(session, viewer_of(session, world.mo))] == [entry.id]
    assert waiting_cases(session, viewer_of(session, world.ben)) == []


@KINDS
def test_what_stands_in_a_closed_space_does_not_exist_for_others(session: Session, world: World, hidden: Entry) -> None:
    session.flush()
    for person in (world.tomas, world.ada, world.mo, world.aisha):
        viewer = viewer_of(session, person)
        assert place_of(session, viewer, hidden.id) is None
        assert tag_named(session, viewer, "promise") is None
        assert hidden.id not in {row.id for row in backlinks(session, viewer, world.publishing.id)}
        with pytest.raises(NotFound):
            visible_entry(session, viewer, Entry, hidden.id)


@KINDS
def test_a_guest_whom_the_space_took_in_sees_it(session: Session, world: World, hidden: Entry) -> None:
    assert place_of(session, viewer_of(session, world.gwen), hidden.id) is not None
