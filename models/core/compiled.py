"""What statements have been compiled to, found again without hashing them whole. What runs them is in `db`."""

from typing import Any

from sqlalchemy.util import LRUCache

# Witan has some two thousand statements; with the usual 500 places busy pages would push each other out.
STATEMENTS = 2000
# Every one of these keeps the key of its statement alive: a few kilobytes.
AT_HAND = 1000


class Compilations(LRUCache[Any, Any]):
    """A cache for the execution option `compiled_cache` of SQLAlchemy.

    The key of a statement is a tuple of thousands of parts, and Python hashes it anew for each look: 60 microseconds
    for a large one, a tenth of a page. Our statements are constants that keep their key, so the identity of the key
    finds most of them; anything else is looked up as usual.
    """

    def __init__(self) -> None:
        super().__init__(STATEMENTS)
        # Holding the key itself is what makes its id safe: nothing else can have it meanwhile.
        self._at_hand: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        dialect, parts, *rest = key
        quick = (id(dialect), id(parts), *rest)
        held = self._at_hand.get(quick)
        if held is not None:
            return held[1]
        found = super().get(key)
        if found is None:
            return default
        if len(self._at_hand) >= AT_HAND:
            self._at_hand.clear()
        self._at_hand[quick] = (key, found)
        return found
