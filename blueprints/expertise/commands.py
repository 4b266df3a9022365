"""`flask experts` names who can answer a question, as a person may learn it, and measures that over many questions."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from blueprints.kit.asking_as import catch_up, viewer_named
from blueprints.kit.runs import measure
from blueprints.kit.services import services
from models.core.language import date
from models.expertise.finding import Expert, find_departments, find_experts
from models.expertise.showing import rows_of
from models.policy.viewer import Viewer

PER_QUERY = 100
SHOWN_PIECES = 5
Answers = list[tuple[str, float]]


@click.command()
@click.argument("text", required=False)
@click.option("--as", "username", required=True, help="With the rights of this person.")
@click.option("--departments", is_flag=True, help="Name departments instead of people.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", type=click.IntRange(1, 1000), help="Answers at most: 10, or 100 a query with --queries.")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSON Lines: id, text.")
@click.option("--run", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the TREC run here.")
@with_appcontext
def experts(
    text: str | None,
    username: str,
    departments: bool,
    as_json: bool,
    limit: int | None,
    queries: Path | None,
    out: Path | None,
) -> None:
    """Name who can answer TEXT, or each of the --queries and write a TREC run file.

    In a run people are called as the import called them (member:4682), others by their username; departments by name.
    """
    if (queries is None) != (out is None) or (text is None) == (queries is None):
        raise click.UsageError("Give a TEXT, or both --queries FILE and --run OUT.")
    catch_up()
    with services().database.reading() as session:
        viewer = viewer_named(session, username)
        if queries is not None and out is not None:
            answers = _departments if departments else _people
            measure(queries, out, lambda words: answers(session, viewer, words, limit or PER_QUERY))
        elif departments:
            _show_departments(session, viewer, text or "", limit or 10, as_json)
        else:
            _show_people(session, viewer, text or "", limit or 10, as_json)


def _people(session: Session, viewer: Viewer, text: str, limit: int) -> Answers:
    found = find_experts(session, services().engine, viewer, text, limit, weak=True)
    return [(each.person.origin_id or each.person.username, each.score) for each in found]


def _departments(session: Session, viewer: Viewer, text: str, limit: int) -> Answers:
    found = find_departments(session, services().engine, viewer, text, limit, weak=True)
    return [(each.department.name, each.score) for each in found]


def _show_departments(session: Session, viewer: Viewer, text: str, limit: int, as_json: bool) -> None:
    found = find_departments(session, services().engine, viewer, text, limit)
    listed = [
        {"rank": rank, "name": each.department.name, "score": round(each.score, 4), "people": each.people}
        for rank, each in enumerate(found, 1)
    ]
    if as_json:
        click.echo(json.dumps({"query": text, "results": listed}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(found):,} {'department' if len(found) == 1 else 'departments'}")
    for each in listed:
        click.echo(f"{each['rank']:3}  {each['name']}  ({each['score']})")


def _show_people(session: Session, viewer: Viewer, text: str, limit: int, as_json: bool) -> None:
    found = find_experts(session, services().engine, viewer, text, limit)
    shown = rows_of(session, viewer, [piece for each in found for piece in each.pieces[:SHOWN_PIECES]])
    titles = {entry_id: row.title or row.root_title or row.excerpt for entry_id, row in shown.items()}
    listed = [_told(rank, each, titles) for rank, each in enumerate(found, 1)]
    if as_json:
        click.echo(json.dumps({"query": text, "results": listed}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(found):,} {'person' if len(found) == 1 else 'people'}")
    for each in listed:
        where = f"  ({each['department']})" if each["department"] else ""
        click.echo(f"\n{each['rank']:3}  {each['name']}{where}  {each['score']}, {each['matters']} matters")
        for why in each["why"]:
            click.echo(f"     {why['act']:9} {why['date']:18} {why['worth']:.3f}  {why['title']}")


def _told(rank: int, expert: Expert, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "rank": rank,
        "id": expert.person.origin_id or expert.person.username,
        "name": expert.person.name,
        "department": expert.person.department_name or "",
        "score": round(expert.score, 4),
        "matters": len(expert.pieces),
        "fit": round(expert.fit, 4),
        "why": [
            {
                "id": f"entry:{piece.deed.entry_id}",
                "title": titles.get(piece.deed.entry_id, ""),
                "act": piece.deed.act,
                "date": date(piece.deed.at),
                "closeness": round(piece.closeness, 4),
                "weight": piece.weight,
                "left": round(piece.left, 4),
                "worth": round(piece.worth, 4),
            }
            for piece in expert.pieces[:SHOWN_PIECES]
        ],
    }


commands = (experts,)
