"""`python -m bench` runs every part and prints one table; `python -m bench NAME ...` runs some of them."""

import argparse
import sys
import time
import traceback

from bench import (
    asking,
    directory,
    experts,
    finding,
    growth,
    importing,
    live,
    markdown,
    profile,
    reading,
    right_space,
    running,
    saving,
    served,
    similar,
    tree,
    visiting,
    writers,
)
from bench.frame import Part, Row, show, write

PARTS: dict[str, Part] = {
    "reading": reading.rows,
    "profile": profile.rows,
    "served": served.rows,
    "home": growth.home,
    "search": finding.rows,
    "similar": similar.rows,
    "experts": experts.rows,
    "right-space": right_space.rows,
    "ask": asking.rows,
    "save": saving.rows,
    "writers": writers.rows,
    "import": importing.rows,
    "streams": growth.streams,
    "run": running.rows,
    "visit": visiting.rows,
    "tree": tree.rows,
    "directory": directory.rows,
    "live": live.rows,
    "markdown": markdown.rows,
}
# Too long for every day; run by name.
BY_NAME_ONLY: dict[str, Part] = {
    "home-1000000": growth.million,
    "search-100000": finding.rows_large,
    "experts-100000": experts.rows_large,
    "ask-100000": asking.rows_large,
    "live-scaled": live.rows_scaled,
    "live-10000": live.rows_large,
}


def main() -> int:
    """Run the parts that were asked for, or all; the exit code tells only whether they could be measured."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="NAME", help=", ".join([*PARTS, *BY_NAME_ONLY]))
    names = asked.parse_args().parts or list(PARTS)
    known = PARTS | BY_NAME_ONLY
    if unknown := [name for name in names if name not in known]:
        asked.error(f"no such part: {', '.join(unknown)}")
    found: list[tuple[Row, str]] = []
    broken = False
    for name in names:
        command, begun = f"python -m bench {name}", time.monotonic()
        try:
            for row in known[name]():
                show(row, command)
                found.append((row, command))
        except Exception:
            broken = True
            print(f"{name} could not be measured:\n{traceback.format_exc()}", file=sys.stderr)
        print(f"  ({name} took {time.monotonic() - begun:.0f} s)", file=sys.stderr, flush=True)
    write(found)
    missed = [row.name for row, _ in found if row.met is False]
    print(f"{len(found)} figures, {len(missed)} goals missed" + "".join(f"\n  {name}" for name in missed))
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
