"""Home: what waits for me, what is new in what I follow, what my spaces do."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request

from blueprints.home.waiting import items
from blueprints.kit.addresses import entry_href
from blueprints.kit.composing import composer
from blueprints.kit.guards import allow
from blueprints.kit.posts import fresh_address, mixed_rows
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import title_of
from blueprints.kit.services import services
from models.core import clock
from models.core.language import gettext as _
from models.entries import streams
from models.entries.muting import Muted
from models.entries.news import news_of_spaces, spaces_to_join
from models.entries.streams import PAGE, Position
from models.policy.finding import space_row
from models.policy.stopping import is_stopped
from models.waiting.waiting import waiting
from models.wiki.reading.watching import Watched, watched

KINDS = {
    "all": "",
    "posts": "post",
    "questions": "question",
    "discussions": "discussion",
    "pages": "page",
    "opportunities": "opportunity",
}
# So much stands on a page: on a phone more is a long way down to the spaces.
SHOWN = 10
# However few places are left on the page, so many of "the newest from everywhere" stand there.
FEWEST_REST = 4


@allow("home.read")
def show_home() -> str:
    view = request.args.get("view", "all")
    view = view if view in KINDS else "all"
    watches = watched_by()
    follows = watches.ids
    here = _space_chosen()
    stream = _stream_of(here, KINDS[view]) if here else _stream(watches, KINDS[view])
    spaces = news_of_spaces(db(), viewer())
    first = not (request.args.get("before") or request.args.get("rest"))
    waits, more_waits = items(waiting(db(), viewer())) if first else ([], [])
    return render_template(
        "home/home.html",
        greeting=_greeting(),
        first=first,
        waits=waits,
        more_waits=more_waits,
        waiting_count=len(waits) + len(more_waits),
        view=view,
        views=[(name, _address(name, here), name == view) for name in KINDS],
        here_space=here,
        stream=stream,
        changed=watches.changed if first else [],
        follows_nothing=not any(follows.values()),
        spaces=[_space(row) for row in spaces],
        suggestions=[] if spaces or is_stopped(viewer(), "spaces-to-join") else spaces_to_join(db(), viewer()),
        composer=composer(sorted(spaces, key=lambda row: row.name), origin="home"),
        fresh_url=fresh_address("home", stream.found) if first and view == "all" and not here else None,
    )


def watched_by() -> Watched:
    """What the viewer follows; the spaces they belong to count as followed."""
    found = watched(db(), viewer())
    found.ids["space"] = sorted({*found.ids["space"], *viewer().roles})
    return found


def _greeting() -> str:
    known = viewer()
    hour = clock.now().astimezone(ZoneInfo(services().settings.time_zone)).hour
    name = (known.name.split() or [known.username])[0]
    if 5 <= hour < 12:
        return _("Good morning, %(name)s", name=name)
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


def _stream(watches: Watched, kind: str) -> SimpleNamespace:
    """One page: what is followed, then, when that ends, the newest from everywhere else."""
    before, rest_from = request.args.get("before"), request.args.get("rest")
    found: list[Any] = []
    if not rest_from:
        position = Position.parse(before) if before else None
        found = streams.home(db(), viewer(), watches.ids, position, kind, watches.muted)
    rest: list[Any] = []
    more, more_rest = len(found) > SHOWN, False
    found = found[:SHOWN]
    if not more:
        shown = {row.id for row in found}
        newest = _newest(kind, Position.parse(rest_from) if rest_from else None, watches.muted)
        fresh = [row for row in newest if row.id not in shown]
        rest = fresh[: max(SHOWN - len(found), FEWEST_REST)]
        more_rest = len(newest) == PAGE or len(rest) < len(fresh)
    rows = mixed_rows([*found, *rest])
    if kind != "post":
        # Each row shows the moment that its part is ordered by.
        for drawn, row in zip(rows[len(found) :], rest, strict=True):
            drawn.when = row.last_activity_at
    return SimpleNamespace(
        found=found,
        followed=rows[: len(found)],
        rest=rows[len(found) :],
        older=_older(found if more else [], rest if more_rest else [], kind),
    )


def _space_chosen() -> Any:
    """The row of the space that home is narrowed to, when it exists for the viewer."""
    slug = request.args.get("space", "")
    return space_row(db(), viewer(), slug) if slug else None


def _address(view: str, here: Any) -> str:
    asked = [f"view={view}" if view != "all" else "", f"space={here.slug}" if here else ""]
    query = "&".join(filter(None, asked))
    return f"/?{query}" if query else "/"


def _stream_of(here: Any, kind: str) -> SimpleNamespace:
    """One page of what is new in one space, the last active first."""
    before = request.args.get("before")
    position = Position.parse(before) if before else None
    found = streams.in_space(db(), viewer(), here.id, (kind,) if kind else (), before=position)
    rows, last = mixed_rows(found, when="last_activity_at"), found[-1] if len(found) == PAGE else None
    view = next(name for name, each in KINDS.items() if each == kind)
    address = _address(view, here)
    older = f"{address}&before={Position(last.last_activity_at, last.id)}" if last else None
    return SimpleNamespace(found=found, followed=rows, rest=[], older=older)


def _newest(kind: str, before: Position | None, muted: Muted) -> list[Any]:
    if kind == "post":
        return streams.newest_posts(db(), viewer(), before, muted)
    if kind:
        return streams.newest_of_kind(db(), viewer(), kind, before, muted)
    return streams.newest(db(), viewer(), before, muted)


def _older(found: list[Any], rest: list[Any], kind: str) -> str | None:
    view = next(name for name, each in KINDS.items() if each == kind)
    prefix = f"/?view={view}&" if kind else "/?"
    if rest:
        last = rest[-1]
        return f"{prefix}rest={Position(last.created_at if kind == 'post' else last.last_activity_at, last.id)}"
    if found:
        return f"{prefix}before={Position(found[-1].created_at, found[-1].id)}"
    return None


def _space(row: Any) -> SimpleNamespace:
    latest = None
    if row.latest_id:
        thing = SimpleNamespace(
            id=row.latest_id,
            kind=row.kind,
            slug=row.entry_slug,
            space_slug=row.slug,
            root_id=None,
            title=row.title,
            excerpt=row.excerpt,
        )
        latest = SimpleNamespace(title=title_of(thing), href=entry_href(thing), at=row.last_activity_at)
    return SimpleNamespace(slug=row.slug, name=row.name, new_count=row.new_count, latest=latest)
