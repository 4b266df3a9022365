"""What a wiki of 5,000 pages costs: opening its tree, a page among thousands of siblings, a move, the link reports,
and looking for titles without a link.
"""

import random
import time
from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.crowd import gather, prose
from bench.frame import Row
from bench.places import Caller, place, writing
from bench.timing import cpu_ms
from models.policy.viewer import viewer_of
from models.spaces.space import Space
from models.wiki.links.reports import broken_links, links_here, orphans
from models.wiki.links.unlinked import offers_in, titles_for
from models.wiki.page import Page, write_page
from models.wiki.structure.moving import move_page

PAGES = 5000
TEXT = 20_000


def rows() -> Iterator[Row]:
    """Rows of the tree, of moving and of the reports."""
    with place() as here:
        with writing(here) as session:
            crowd = gather(session, 1000)
            by, space = crowd.people[5], crowd.spaces[0]
            top = grow(session, by, space)
        wiki = f"/s/{space.slug}/wiki/"
        me = here.caller(crowd.typical, wiki)
        yield from opened(me, wiki, "tree of 5,000 pages: the top level")
        yield from opened(me, f"{wiki}?open={top.id}", "tree of 5,000 pages: a branch of 2,500")
        yield from opened(me, f"{wiki}leaf-2400", "page with 2,500 siblings", goal=5, bytes_goal=0)
        with writing(here) as session:
            yield Row("move a page among 2,500 siblings", _moved(session, by, space), "ms", "<= 20")
        with here.parts.database.reading() as session:
            viewer = viewer_of(session, crowd.typical)
            hub = session.scalars(select(Page).where(Page.slug == "leaf-0")).one().id
            text = prose(random.Random(4), TEXT)
            reports: dict[str, Callable[[], object]] = {
                "orphans among 5,000 pages": lambda: orphans(session, viewer, space.id),
                "broken links among 5,000 pages": lambda: broken_links(session, viewer, space.id),
                "what links here, 1,000 links": lambda: links_here(session, viewer, hub),
                "titles of 5,000 pages made ready": lambda: titles_for(session, viewer, space.id),
            }
            for name, report in reports.items():
                yield Row(name, cpu_ms(report, report)[0], "ms", "<= 100")
            titles = titles_for(session, viewer, space.id)
            cost = cpu_ms(lambda: offers_in(text, 0, titles, set()), lambda: None)[0]
            yield Row("titles of 5,000 pages looked for in 20 KB", cost, "ms", "<= 50")


def grow(session: Session, by: object, space: Space) -> Page:
    """Half of the pages at the top, half below one page; every fifth links to one page, every tenth to none that is."""
    top = write_page(session, by, space, "The branch", "Text")
    for number in range(PAGES - 1):
        links = "[[Leaf 0]]" if number % 5 == 1 else f"[[Not written {number}]]" if number % 10 == 2 else "Text"
        write_page(
            session,
            by,
            space,
            f"Leaf {number}",
            links,
            parent=None if number % 2 else top,
            quiet=True,
        )
    return top


def opened(me: Caller, path: str, name: str, goal: float = 150, bytes_goal: float = 40) -> Iterator[Row]:
    """The time that one address takes on the server, and what is sent."""
    answer, prepared = me.get(path), me.prepare(path)
    begun = time.perf_counter()
    me.call(prepared)
    wall = (time.perf_counter() - begun) * 1000
    yield Row(f"{name}: CPU", cpu_ms(lambda: me.call(prepared), lambda: None)[0], "ms", f"<= {goal:g}")
    yield Row(f"{name}: on the clock", wall, "ms", f"<= {max(goal, 150):g}")
    yield Row(f"{name}: transferred, gzip", len(answer.body) / 1024, "KB", f"<= {bytes_goal:g}" if bytes_goal else "")


def _moved(session: Session, by: object, space: Space) -> float:
    named = select(Page).where(Page.space_id == space.id, Page.slug.in_(("leaf-100", "leaf-2400"))).order_by(Page.id)
    first, last = session.scalars(named).all()
    parent = session.get_one(Page, first.parent_id)
    begun = time.process_time()
    move_page(last, parent, by, before=first.id)
    session.flush()
    return (time.process_time() - begun) * 1000
