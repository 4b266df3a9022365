"""Following a page with all below it: new pages on home, changes of theirs, but no small and no silent one."""

from typing import Any

from sqlalchemy.orm import Session

from models.entries.following import follow, followed, unfollow
from models.entries.streams import home
from models.policy.viewer import viewer_of
from models.wiki.page import write_page
from models.wiki.reading.watching import watched
from tests.world import World


def changed(session: Session, person: Any) -> list[Any]:
    return watched(session, viewer_of(session, person)).changed


def stream(session: Session, world: World) -> list[str]:
    viewer = viewer_of(session, world.tomas)
    return [row.title for row in home(session, viewer, watched(session, viewer).ids)]


def test_a_new_page_below_a_followed_branch_stands_on_home(session: Session, world: World) -> None:
    follow(session, world.tomas, world.start, subtree=True)
    write_page(session, world.aisha, world.desk, "Deep", "x", parent=world.publishing)
    write_page(session, world.aisha, world.desk, "Elsewhere", "x")
    session.flush()
    titles = stream(session, world)
    assert "Deep" in titles and "Elsewhere" not in titles
    follow(session, world.tomas, world.start)
    assert "Deep" not in stream(session, world)


def test_changes_of_followed_pages_are_told_once_with_the_last_change(session: Session, world: World) -> None:
    follow(session, world.tomas, world.start, subtree=True)
    for version, text in enumerate(("One", "Two"), start=1):
        world.publishing.revise(by=world.aisha, based_on=version, title="Publishing", body=text, summary=text)
    session.flush()
    found = {row.title: row.summary for row in changed(session, world.tomas)}
    assert found["Publishing"] == "Two"
    unfollow(session, world.tomas, world.start)
    assert changed(session, world.tomas) == []


def test_small_silent_and_own_changes_are_not_told(session: Session, world: World) -> None:
    follow(session, world.ben, world.publishing)
    session.flush()
    before = changed(session, world.ben)
    how = ({"by": world.aisha, "minor": True}, {"by": world.aisha, "silent": True}, {"by": world.ben})
    for version, values in enumerate(how, start=1):
        world.publishing.revise(based_on=version, title="Publishing", body=f"Text {version}", **values)
    session.flush()
    assert [row.number for row in changed(session, world.ben)] == [row.number for row in before]


def test_what_one_may_not_read_any_more_is_not_told(session: Session, world: World) -> None:
    follow(session, world.gwen, world.secret_page, subtree=True)
    session.flush()
    assert len(changed(session, world.gwen)) == 1
    follow(session, world.tomas, world.secret_page, subtree=True)
    session.flush()
    assert changed(session, world.tomas) == []


def test_what_is_followed_is_the_same_in_one_statement(session: Session, world: World) -> None:
    for thing in (world.start, world.question, world.desk, world.aisha):
        follow(session, world.tomas, thing)
    found = watched(session, viewer_of(session, world.tomas)).ids
    assert {name: sorted(ids) for name, ids in found.items() if name != "branch"} == {
        name: sorted(ids) for name, ids in followed(session, world.tomas.id).items()
    }
