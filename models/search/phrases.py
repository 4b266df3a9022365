"""Where words stand one after another: in documents that hold all of them, sorted places of each word, cut with each
other, the rarest word first.
"""

from typing import Final

import numpy as np

from models.search.pack import Pack
from models.search.packing import Array, Inverted, held_by

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
    rarest_first = sorted(enumerate(numbers), key=lambda one: int(lists.starts[one[1] + 1] - lists.starts[one[1]]))
    documents = _with_all(lists, [number for _place, number in rarest_first], among)
    began: Array | None = None
    for place, number in rarest_first:
        if not len(documents):
            return documents
        keys = _places(lists, number, documents) + (_LONGEST_PHRASE - place)
        began = keys if began is None else _in_both(began, keys)
        documents = _documents(began)
    return documents


def _with_all(lists: Inverted, numbers: list[int], among: Array) -> Array:
    """The documents among some that hold all of the terms; the first one is the rarest."""
    first, *others = dict.fromkeys(numbers)
    documents = lists.documents(first)
    documents = documents[among[documents]]
    for number in others:
        documents = documents[held_by(documents, lists.documents(number))[0]]
    return documents


def _places(lists: Inverted, number: int, among: Array) -> Array:
    """Document and word number of each occurrence in some documents, as one number each, ascending."""
    documents, positions = lists.occurrences(number, among)
    return (documents.astype(np.int64) << _PLACE_BITS) + positions


def _documents(keys: Array) -> Array:
    """Each document once; the keys ascend."""
    documents = keys >> _PLACE_BITS
    new = np.ones(len(documents), bool)
    new[1:] = documents[1:] != documents[:-1]
    return documents[new].astype(np.uint32)


def _in_both(few: Array, many: Array) -> Array:
    """What stands in both; both ascend. Looking up the few takes a fraction of sorting all."""
    if len(few) > len(many):
        few, many = many, few
    if not len(few):
        return few
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    kept: Array = few[many[at] == few]
    return kept
