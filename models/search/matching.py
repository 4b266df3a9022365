"""Which documents hold what a query asks for: a mask for each clause, put together. Rank and rights lie elsewhere."""

from collections.abc import Mapping

import numpy as np

from models.search.pack import TEXT_FIELDS
from models.search.packing import Array
from models.search.query import Chosen, Every, Node, Parsed, Period, Text, Without
from models.search.snapshot import Snapshot


def matching(snapshot: Snapshot, parsed: Parsed, found: Mapping[str, Array], among: Array) -> Array:
    """A mask of what the query matches among some documents; nothing for one that asks for nothing.

    `found`: the documents of each stem, needed where any of the words is enough.
    """
    if not parsed:
        return np.zeros(snapshot.size, bool)
    mask = _loose(snapshot, parsed, found, among) & among if parsed.needs_loose else among
    for node in parsed.must:
        mask = mask & _holding(snapshot, node, mask)
    return mask


def _loose(snapshot: Snapshot, parsed: Parsed, found: Mapping[str, Array], among: Array) -> Array:
    """Documents that hold any of the words; those already ranked are looked up no more."""
    mask = np.zeros(snapshot.size, bool)
    for text in parsed.loose:
        if len(text.stems) == 1 and not text.title and not text.prefix:
            mask[found[text.stems[0]]] = True
        else:
            mask |= _holding(snapshot, text, among)
    return mask


def _holding(snapshot: Snapshot, node: Node, among: Array) -> Array:
    """What a clause asks for; of documents that are not among those asked about it may say anything."""
    if isinstance(node, Text):
        return _text(snapshot, node, among)
    if isinstance(node, Chosen):
        mask = snapshot.where(node.name, node.values)
        return mask | snapshot.where_begins(node.name, node.begins) if node.begins else mask
    if isinstance(node, Period):
        return _period(snapshot, node)
    if isinstance(node, Without):
        return ~_holding(snapshot, node.part, among)
    mask, *more = [_holding(snapshot, part, among) for part in node.parts]
    for other in more:
        mask = mask & other if isinstance(node, Every) else mask | other
    return mask


def _text(snapshot: Snapshot, text: Text, among: Array) -> Array:
    if len(text.stems) > 1:
        return snapshot.phrase(text.words, ("title",) if text.title else ("title", "body"), among)
    fields = ("title",) if text.title else TEXT_FIELDS
    mask = snapshot.holding_word(text.words[0], fields)
    return mask | snapshot.beginning(text.words[0], fields) if text.prefix else mask


def _period(snapshot: Snapshot, period: Period) -> Array:
    mask = np.ones(snapshot.size, bool)
    if period.after is not None:
        mask &= snapshot.changed >= period.after
    if period.before is not None:
        mask &= snapshot.changed < period.before
    return mask
