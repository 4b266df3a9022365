"""A process that commits until somebody kills it: `python -m tests.models.search.killed ENGINE PLACE FIRST`."""

import sys
from itertools import count

from models.search.engine import Engine
from models.search.postgres_engine import PostgresEngine
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.collection import document


def main(name: str, place: str, first: int) -> None:
    engine: Engine = WhooshEngine(place) if name == "whoosh" else PostgresEngine(place)
    for number in count(first):
        engine.upsert([document(f"entry:{number}", f"Rail word{number}"), document("entry:0", "Rail", stamp=number)])
        engine.delete([f"entry:{number - 5}"])
        engine.commit()
        # Said after the commit alone: whoever reads it may rely on it.
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
