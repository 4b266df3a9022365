"""What the method is held against: candidate and document model of Balog, Azzopardi and de Rijke (2006), a plain vote
of the 100 best of BM25, and the most active people. Over texts in memory, as in the books."""

import math
from collections import Counter, defaultdict

import numpy as np

from models.search import analysis

LAMBDA = 0.5
VOTES = 100


class Models:
    """Over (text, who) pairs; people are called by `names`."""

    def __init__(self, documents: list[tuple[str, int]], names: dict[int, str]) -> None:
        self.names, self.owners = names, [who for _text, who in documents]
        counted = [Counter(_words(text)) for text, _who in documents]
        self.lengths = np.array([max(1, sum(each.values())) for each in counted], float)
        self.postings: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        lists: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, counts in enumerate(counted):
            for word, times in counts.items():
                lists[word].append((at, times))
        for word, found in lists.items():
            self.postings[word] = np.array([at for at, _ in found]), np.array([n for _, n in found], float)
        self.people = sorted(set(self.owners))
        place = {who: at for at, who in enumerate(self.people)}
        self.of = np.array([place[who] for who in self.owners])
        self.sizes = np.bincount(self.of).astype(float)
        self.norm = 1.2 * (0.25 + 0.75 * self.lengths / self.lengths.mean())

    def rankings(self, texts: list[str]) -> dict[str, list[list[str]]]:
        """The people for each text, best first, by each of the methods."""
        asked = [Counter(word for word in _words(text) if word in self.postings) for text in texts]
        active = self._named(self.sizes)
        return {
            "candidate model": [self._named(self._candidate(words)) for words in asked],
            "document model": [self._named(self._document(words)) for words in asked],
            "plain vote of the 100 best by BM25": [self._named(self._vote(words)) for words in asked],
            "plain text search, answerers in its order": [self._named(self._search(words)) for words in asked],
            "the most active people": [active for _ in asked],
        }

    def _candidate(self, words: Counter[str]) -> np.ndarray:
        found = np.zeros(len(self.people))
        for word, times in words.items():
            at, counts = self.postings[word]
            share = np.bincount(self.of[at], counts / self.lengths[at], len(self.people)) / self.sizes
            found += times * np.log(1 + (1 - LAMBDA) * share / (LAMBDA * self._general(counts)))
        return found

    def _document(self, words: Counter[str]) -> np.ndarray:
        logs = np.zeros(len(self.owners))
        for word, times in words.items():
            at, counts = self.postings[word]
            logs[at] += times * np.log(
                1 + (1 - LAMBDA) * (counts / self.lengths[at]) / (LAMBDA * self._general(counts))
            )
        return np.bincount(self.of, np.exp(logs - logs.max(initial=0.0)), len(self.people))

    def _general(self, counts: np.ndarray) -> float:
        return float(counts.sum() / self.lengths.sum())

    def _scores(self, words: Counter[str]) -> np.ndarray:
        scores = np.zeros(len(self.owners))
        for word, times in words.items():
            at, counts = self.postings[word]
            idf = math.log(1 + (len(self.owners) - len(at) + 0.5) / (len(at) + 0.5))
            scores[at] += times * idf * counts * 2.2 / (counts + self.norm[at])
        return scores

    def _vote(self, words: Counter[str]) -> np.ndarray:
        scores = self._scores(words)
        best = np.argsort(-scores, kind="stable")[:VOTES]
        # Equal numbers of votes are told apart by the best document.
        first = np.zeros(len(self.people))
        np.maximum.at(first, self.of[best], scores[best] / (scores.max(initial=0.0) + 1e-9) / 2)
        return np.bincount(self.of[best], minlength=len(self.people)) + first

    def _search(self, words: Counter[str]) -> np.ndarray:
        first = np.zeros(len(self.people))
        np.maximum.at(first, self.of, self._scores(words))
        return first

    def _named(self, scores: np.ndarray) -> list[str]:
        return [self.names[self.people[at]] for at in np.argsort(-scores, kind="stable")[:10].tolist()]


def _words(text: str) -> list[str]:
    folded = [analysis.fold(word) for word in analysis.words(text)]
    return analysis.stems([word for word in folded if word not in analysis.STOP_WORDS])
