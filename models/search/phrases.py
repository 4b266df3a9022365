"""Where words stand one after another: sorted places of each word, cut with each other, the rarest word first."""

from typing import Final

import numpy as np

from models.search.pack import Pack
from models.search.packing import Array, Inverted

_PLACE_BITS: Final = 17  # word numbers and the longest phrase fit
_LONGEST_PHRASE: Final = 64


def documents_with(pack: Pack, name: str, terms: list[bytes], among: Array) -> Array:
    """Those among some documents of one segment that hold the terms one after another in a field."""
    lists = pack.fields[name]
    numbers = [lists.find(term) for term in terms]
    if min(numbers) < 0:
        return np.zeros(0, np.int64)
    if len(numbers) == 1:
        return lists.documents(numbers[0])
    shared = among.copy()
    for number in set(numbers):
        holds = np.zeros(pack.size, bool)
        holds[lists.documents(number)] = True
        shared &= holds
    if not shared.any():
        return np.zeros(0, np.int64)
    rarest_first = sorted(enumerate(numbers), key=lambda one: int(lists.starts[one[1] + 1] - lists.starts[one[1]]))
    began: Array | None = None
    for place, number in rarest_first:
        keys = _places(lists, number, shared) + (_LONGEST_PHRASE - place)
        began = keys if began is None else _in_both(began, keys)
    return np.unique(began >> _PLACE_BITS) if began is not None else np.zeros(0, np.int64)


def _places(lists: Inverted, number: int, shared: Array) -> Array:
    """Document and word number of each occurrence in the shared documents, as one number each, ascending."""
    documents, positions = lists.occurrences(number)
    keep = np.flatnonzero(shared[documents])
    return (documents[keep].astype(np.int64) << _PLACE_BITS) + positions[keep]


def _in_both(few: Array, many: Array) -> Array:
    """What stands in both; both ascend. Looking up the few takes a fraction of sorting all."""
    if len(few) > len(many):
        few, many = many, few
    if not len(few):
        return few
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    kept: Array = few[many[at] == few]
    return kept
