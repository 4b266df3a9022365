"""The words of a question as they are probably meant while it is typed: slips, and a last word that is half there.

Only words that nothing holds of what the reader may see are read otherwise, and only as words that it holds.
"""

from collections.abc import Sequence
from typing import Final

from models.search import analysis
from models.search.offering import MAX_CORRECTED_WORDS, commonest, one_edit, visible_hits
from models.search.snapshot import Reader, Snapshot

SHORTEST_BEGINNING: Final = 3
# Of shorter words too many are one letter away.
SHORTEST_SLIP: Final = 5
COMPLETIONS: Final = 20


def meant(snapshot: Snapshot, folded: Sequence[str], reader: Reader, *, is_open: bool) -> list[str]:
    """The words, those that nobody wrote by what they stand for; `is_open`: the last one may go on."""
    elsewhere = analysis.in_other_languages(folded)
    asked = {
        word: snapshot.terms_there(stem, *elsewhere.get(stem, ()))
        for word, stem in zip(folded, analysis.stems(folded), strict=True)
    }
    snapshot.fetch([term for terms in asked.values() for term in terms])
    unknown = [word for word, terms in asked.items() if not visible_hits(snapshot, terms, reader)]
    found = {word: _slip(snapshot, word, reader) for word in unknown[:MAX_CORRECTED_WORDS]}
    if is_open and folded and folded[-1] in unknown:
        found[folded[-1]] = _begun(snapshot, folded[-1], reader) or found.get(folded[-1], "")
    return [found.get(word) or word for word in folded]


def _slip(snapshot: Snapshot, word: str, reader: Reader) -> str:
    """The commonest word that is one letter away, or nothing."""
    if len(word) < SHORTEST_SLIP or not word.isalpha():
        return ""
    return commonest(snapshot.words_among(one_edit(word), reader))


def _begun(snapshot: Snapshot, word: str, reader: Reader) -> str:
    """The commonest word that begins so, or nothing."""
    if len(word) < SHORTEST_BEGINNING:
        return ""
    return commonest(snapshot.words_from(word.encode("utf-8", "replace"), reader, reader.mask, COMPLETIONS))
