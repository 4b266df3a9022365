"""Takes a Stack Exchange site that was saved as CSV files (Posts, Users, Comments, PostLinks) into a forum.

What the rows mean is the same as in a dump; only how they are read is different.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from models.core.errors import Invalid
from models.spaces.space import Space
from models.transfer.intake import Intake
from models.transfer.stackexchange import Row, take_posts

NEEDED = {"Id", "PostTypeId", "Body"}
# Bytes of one cell: bodies hold whole pages of HTML.
LONGEST = 16 * 1024 * 1024


def import_stackexchange_csv(
    intake: Intake, folder: Path, space_slug: str, name: str = "", expected: Callable[[int], object] = lambda n: None
) -> Space:
    """Take `Posts.csv` and what lies beside it. Raises Invalid when there is none, or when its columns lack a name."""
    posts = folder / "Posts.csv"
    if not posts.is_file():
        raise Invalid(f"There is no Posts.csv in {folder}.", "folder")
    if missing := NEEDED - set(_columns(posts)):
        raise Invalid(f"{posts} has no column {', '.join(sorted(missing))}.", "folder")
    return take_posts(intake, folder, rows, ".csv", space_slug, name, expected)


def rows(intake: Intake, file: Path) -> Iterator[Row]:
    """The rows of a file, one after another, without empty cells; cells may hold line breaks and quotes."""
    if not file.is_file():
        return
    csv.field_size_limit(LONGEST)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        read = csv.DictReader(lines, strict=True)
        try:
            for row in read:
                if None in row or None in row.values():
                    intake.report.leave_out("it has more or fewer cells than the first line", _where(file, read))
                    continue
                yield {name: value for name, value in row.items() if value}
        except csv.Error as error:
            intake.report.leave_out("the file cannot be read on from here", f"{_where(file, read)}: {error}")


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return list(csv.DictReader(lines).fieldnames or ())


def _where(file: Path, read: "csv.DictReader[str]") -> str:
    return f"{file.name} line {read.line_num}"
