"""What it costs to read a wiki page and a topic, signed in, among 5,000 entries: CPU, statements, bytes, and the
ratio to a bare Flask route. Calls go straight to the WSGI application, so that no client's cost is counted.
"""

import random
from collections.abc import Iterator

from sqlalchemy.orm import Session

from bench.crowd import Crowd, gather, prose
from bench.frame import Row
from bench.places import Caller, Place, bare, place, writing
from bench.timing import cpu_ms, statements
from models.entries import editing
from models.entries.reacting import react
from models.entries.trashing import recount_replies
from models.forums.topic import Question, Reply, answer, ask, discuss, reply
from models.wiki.page import Page, write_page

ENTRIES = 5000
PAGE_SIZE = 5000
TREE = 60
LINKED = 8


def rows() -> Iterator[Row]:
    """Rows of the page view and of the topic."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, ENTRIES)
            page = write_wiki(session, crowd)
            topic = write_topic(session, crowd)
            page_path, topic_path = f"/s/space-0/wiki/{page.slug}", f"/topics/{topic.id}"
        me = here.caller(crowd.typical, page_path)
        yield from view(here, me, page_path, "wiki page of 5 KB", 2.5, 8, ratio=5)
        yield from view(here, me, topic_path, "topic with 20 posts", 5, 10)
        with writing(here) as session:
            long_id, middle = write_long(session, crowd)
        yield from view(here, me, f"/topics/{long_id}", "first page of 5,000 posts", 5, 10)
        yield from view(here, me, f"/topics/{long_id}?at={middle}", "page in the middle of 5,000 posts", 5, 10)


def view(
    here: Place, me: Caller, path: str, name: str, most_ms: float, most_statements: int, ratio: float = 0
) -> Iterator[Row]:
    """Rows of one address."""
    with statements(here.parts.database) as seen:
        answer = me.get(path)
    yield Row(f"{name}: SQL statements", len(seen), "statements", f"<= {most_statements}")
    yield Row(f"{name}: transferred, gzip", len(answer.body) / 1024, "KB")
    plain = bare(answer.body, {k: v for k, v in answer.headers.items() if k in ("Content-Type", "Content-Encoding")})
    mine, theirs = me.prepare(path), plain.prepare("/bare")
    cost, floor = cpu_ms(lambda: me.call(mine), lambda: plain.call(theirs))
    yield Row(f"{name}: CPU", cost, "ms", f"<= {most_ms}")
    yield Row(f"{name}: CPU of a bare route, same bytes, no server", floor, "ms")
    if ratio:
        yield Row(f"{name}: ratio to the bare route, no server", cost / floor, "times")


def write_wiki(session: Session, crowd: Crowd) -> Page:
    """A tree of 60 pages; the one of 5 KB among them has links, tags, reactions and links to it."""
    chance, by, space = random.Random(5), crowd.people[5], crowd.spaces[0]
    tops = [write_page(session, by, space, f"Chapter {n}", prose(chance, 500)) for n in range(6)]
    leaves = [
        write_page(
            session,
            by,
            space,
            f"Section {n}",
            f"{'See [[The long page]].' * (n < LINKED)} {prose(chance, 500)}",
            parent=tops[n % 6],
        )
        for n in range(TREE - 7)
    ]
    links = " ".join(f"[[Section {n}]]" for n in range(8)) + " [[Nobody wrote this]]"
    parts = [f"## Part {n}\n\n{prose(chance, 700)}\n\n- one\n- two\n" for n in range(6)]
    body = f"{links}\n\n" + "\n".join(parts)
    body += "\n" + prose(chance, max(1, PAGE_SIZE - len(body)))[: max(1, PAGE_SIZE - len(body))]
    tags = [f"topic-{n}" for n in range(5)]
    page = write_page(session, by, space, "The long page", body, parent=leaves[0], tags=tags)
    for person in crowd.people[10:14]:
        react(session, page, person, "thanks")
    return page


def write_topic(session: Session, crowd: Crowd) -> Question:
    """A question with 12 answers and 8 remarks."""
    chance = random.Random(6)
    topic = ask(
        session, crowd.people[5], "How do we do this?", prose(chance, 600), space=crowd.spaces[0], tags=["topic-1"]
    )
    answers = [answer(topic, crowd.people[10 + n], prose(chance, 600)) for n in range(12)]
    for number in range(7):
        reply(answers[number], topic, crowd.people[30 + number], prose(chance, 200))
    return topic


def write_long(session: Session, crowd: Crowd) -> tuple[int, int]:
    """A discussion of 5,000 replies, and the number of one in its middle."""
    chance, by = random.Random(7), crowd.people
    topic = discuss(session, by[5], "Every day of the winter", prose(chance, 600), space=crowd.spaces[0])
    texts, said = [prose(chance, 300) for _ in range(20)], []
    for number in range(5000):
        values = {"space": crowd.spaces[0], "root": topic, "parent": topic, "quiet": True}
        said.append(editing.create(session, Reply, by=by[number % 20], body=texts[number % 20], **values).id)
    recount_replies(session, topic.id)
    return topic.id, said[2500]
