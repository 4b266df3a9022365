"""Inverted lists: turning around, merging, finding, writing and reading, against plain dictionaries."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search import packing
from models.search.batch import Batch
from models.search.pack import TEXT_FIELDS, merge_packs, read_pack, write_pack
from models.search.packing import Inverted, invert, merge
from tests.models.search.collection import document, many

NAMES = [b"a", b"b", b"a", b"longer", b"\xc3\xa9"]
STREAM = st.lists(st.lists(st.integers(0, 4), max_size=8), max_size=6)


def turned(texts: list[list[int]]) -> Inverted:
    sizes = [len(text) for text in texts]
    documents = np.repeat(np.arange(len(texts)), sizes)
    positions = np.array([place for size in sizes for place in range(size)], np.int64)
    return invert(NAMES, np.array([code for text in texts for code in text], np.int64), documents, positions)


def plain(lists: Inverted) -> dict[bytes, list[tuple[int, int]]]:
    out = {}
    for number, term in enumerate(lists.terms.tolist()):
        documents, positions = lists.occurrences(number, lists.documents(number))
        assert lists.documents(number).tolist() == sorted(set(documents.tolist()))
        out[term] = list(zip(documents.tolist(), positions.tolist(), strict=True))
    return out


def expected(texts: list[list[int]]) -> dict[bytes, list[tuple[int, int]]]:
    out: dict[bytes, list[tuple[int, int]]] = {}
    for number, text in enumerate(texts):
        for place, code in enumerate(text):
            out.setdefault(NAMES[code], []).append((number, place))
    return out


@given(STREAM)
def test_turning_around(texts: list[list[int]]) -> None:
    assert plain(turned(texts)) == expected(texts)


@given(STREAM, STREAM, st.lists(st.booleans(), min_size=12, max_size=12), st.sampled_from([1, 3, 1000]))
def test_merging(one: list[list[int]], other: list[list[int]], kept: list[bool], step: int) -> None:
    keep_one, keep_other = np.array(kept[: len(one)], bool), np.array(kept[6 : 6 + len(other)], bool)
    moved_one = np.where(keep_one, np.cumsum(keep_one) - 1, -1)
    moved_other = np.where(keep_other, keep_one.sum() + np.cumsum(keep_other) - 1, -1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "MERGE_STEP", step)
        merged = merge([(turned(one), moved_one), (turned(other), moved_other)])
    survivors = [text for text, keep in zip(one + other, [*keep_one, *keep_other], strict=True) if keep]
    assert plain(merged) == expected(survivors)


def test_finding_terms_and_prefixes() -> None:
    lists = turned([[0, 1, 3, 4]])
    assert [lists.find(term) for term in (b"a", b"longer", b"long", b"longer still", b"", b"zz")] == [
        0,
        2,
        -1,
        -1,
        -1,
        -1,
    ]
    assert lists.within(b"lo") == (2, 3)
    assert lists.within(b"longer still") == (0, 0)


def test_a_pack_survives_writing_and_merging(tmp_path: Path) -> None:
    documents = [*many(40), document("entry:hostile", "\ud800 \x00 ﬁ", "東京 " * 3, tags=("\x00", "a\x00", "x" * 500))]
    batch, first, second = Batch(), Batch(), Batch()
    for number, one in enumerate(documents):
        batch.add(one)
        (first if number < 17 else second).add(one)
    with open(tmp_path / "pack", "wb") as file:
        write_pack(file, batch.pack())
    whole = read_pack(tmp_path / "pack")
    merged = merge_packs([(part.pack(), np.ones(part.size, bool)) for part in (first, second)])
    for name, lists in whole.fields.items():
        assert lists.terms.tolist() == merged.fields[name].terms.tolist()
        assert lists.ids.tolist() == merged.fields[name].ids.tolist()
    for name in TEXT_FIELDS:
        assert plain(whole.fields[name]) == plain(merged.fields[name])
    assert whole.ids.tolist() == merged.ids.tolist() == [one.id.encode() for one in documents]
