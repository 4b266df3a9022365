"""Takes short posts (JSON Lines: id, space, author, time, text, pages) into the spaces that they name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.core.errors import Invalid
from models.microblog.micropost import POST_LIMIT, Micropost
from models.spaces.space import Space
from models.transfer.handbook import pseudonym
from models.transfer.intake import Draft, Intake
from models.transfer.reading import json_lines, moment


def import_posts(
    intake: Intake,
    file: Path,
    spaces: dict[str, str] | None = None,
    expected: Callable[[int], object] = lambda n: None,
) -> None:
    """Take the posts; `spaces` gives the address of a space that the source calls otherwise. Raises Invalid."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.", "file")
    expected(file.read_bytes().count(b"\n"))
    intake.expect("posts:")
    found: dict[str, Space] = {}
    for line, row in json_lines(file, intake.report):
        slug = str(row.get("space") or "")
        slug = (spaces or {}).get(slug, slug)
        if slug and slug not in found:
            found[slug] = intake.space(slug)
        _post(intake, found.get(slug), row, f"line {line}")


def _post(intake: Intake, space: Space | None, row: dict[str, Any], where: str) -> None:
    text, at = str(row.get("text") or "").strip(), moment(row.get("time"))
    if not row.get("id") or not text or at is None or not row.get("author"):
        intake.report.leave_out("it lacks an id, author, time or text", where)
        return
    if len(text) > POST_LIMIT:
        intake.report.leave_out(f"it is longer than {POST_LIMIT} characters", where)
        return
    kept = {"id": row["id"], **({"pages": row["pages"]} if row.get("pages") else {})}
    by = pseudonym(intake, str(row["author"]), space.department_id if space else None)
    intake.take(Draft(cls=Micropost, origin_id=f"posts:{row['id']}", by=by, body=text, space=space, at=at, origin=kept))
