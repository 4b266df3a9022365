"""How the text that a person typed becomes clauses. Never raises, whatever was typed; knows no engine and no database.

Words, of which a result needs any; what it must hold: "exact phrases", what AND, OR, NOT or a minus says, brackets, and
fields (`title:`, `tag:`, `author:`, `space:`, `kind:`, `before:`, `after:`). Whatever makes no sense is searched as
plain words, and `problems` says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from models.core.base import to_microseconds
from models.search import analysis
from models.search.query_tokens import FIELDS, Token, dates_in, tokens
from models.search.weights import SYNONYM_SHARE

MAX_LENGTH: Final = 1_000
MAX_WORDS: Final = 32
MAX_DEPTH: Final = 8
MAX_WHOLE_LENGTH: Final = 4_000
MAX_WHOLE_WORDS: Final = 300

_QUOTES: Final = str.maketrans("“”„«»＂", '""""""')


@dataclass(frozen=True, slots=True)
class Text:
    """One word, or several one after another; `words` are folded. In the title only, or wherever there is text.

    `prefix` asks for words that begin so, too: an engine matches them, but ranks only whole words.
    `also` was not typed, but means the same as what was: it counts less.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    title: bool = False
    prefix: bool = False
    also: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field that holds one of these values: names as they were typed, or what an index holds for them.

    Of a topic the beginning may do, too.
    """

    name: str  # kind, tag, author or space
    values: tuple[str, ...]
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Changed from a moment on, or before one, in microseconds."""

    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Every:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    part: "Node"


Node = Text | Chosen | Period | Every | Some | Without


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood: `field`, `date`, `quote`, `bracket`, `nothing`; and the part of the text."""

    what: str
    text: str = ""


@dataclass(frozen=True)
class Parsed:
    """What a query asks for; stop words have been dropped from `loose` unless there was nothing else.

    A result holds all of `must`. Of `loose` it holds any; where `must` asks for text, `loose` only ranks.
    """

    loose: tuple[Text, ...] = ()
    must: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def counts(self) -> dict[str, float]:
        """How often each stem is asked for; a word that is repeated weighs more."""
        ranked = [text for text in self.texts if not text.prefix]
        typed = Counter(stem for text in ranked if not text.also for stem in _content(text))
        return {stem: SYNONYM_SHARE for text in ranked for stem in _content(text)} | dict(typed)

    @cached_property
    def elsewhere(self) -> dict[str, tuple[str, ...]]:
        """What stands for each of these stems in texts of other languages."""
        ranked = (text for text in self.texts if not text.prefix)
        return analysis.in_other_languages(word for text in ranked for word in _content_words(text))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All that is looked for; not what a result must not hold."""
        return self.loose + tuple(text for node in self.must for text in texts_of(node))

    @property
    def marks(self) -> frozenset[str]:
        """The stems that a highlighter marks."""
        return frozenset(self.counts)

    @cached_property
    def needs_loose(self) -> bool:
        """Whether a result must hold one of the loose words."""
        return bool(self.loose) and not any(texts_of(node) for node in self.must)

    def __bool__(self) -> bool:
        return bool(self.loose or self.must)


def texts_of(node: Node) -> tuple[Text, ...]:
    """The texts that a node looks for."""
    if isinstance(node, Text):
        return (node,)
    if isinstance(node, Every | Some):
        return tuple(text for part in node.parts for text in texts_of(part))
    return ()


def parse(text: str) -> Parsed:
    """Read what a person typed."""
    plain = text[:MAX_LENGTH].translate(_QUOTES)
    reader = _Reader(tokens(plain))
    loose, must = reader.everything()
    problems = list(dict.fromkeys(reader.problems))
    if plain.count('"') % 2:
        problems.append(Problem("quote"))
    saying = set(analysis.telling([each.words[0] for each in loose if not each.prefix]))
    if saying <= analysis.STOP_WORDS and (any(texts_of(node) for node in must) or any(each.prefix for each in loose)):
        saying = set()
    kept = tuple(each for each in loose if each.prefix or each.words[0] in saying)
    if plain.strip() and not kept and not must and not problems:
        problems.append(Problem("nothing"))
    return Parsed(kept[:MAX_WORDS], tuple(must), tuple(problems))


def parse_whole(text: str) -> dict[str, int]:
    """How often each stem stands in a whole text; stop words are dropped unless there is nothing else."""
    return dict(Counter(analysis.stems(whole_words(text))))


def whole_words(text: str) -> list[str]:
    """The folded words of a whole text that say something."""
    folded = [analysis.fold(word) for word in analysis.words(text[:MAX_WHOLE_LENGTH])[:MAX_WHOLE_WORDS]]
    return analysis.telling(folded)


def text_of(text: str, *, title: bool = False, prefix: bool = False, also: bool = False) -> Text | None:
    """The words of a text one after another, or None where it holds none."""
    folded = [analysis.fold(word) for word in analysis.words(text)[:MAX_WORDS]]
    return Text(tuple(folded), tuple(analysis.stems(folded)), title, prefix, also) if folded else None


class _Reader:
    """Reads tokens from left to right: side by side binds least, then OR, then AND, then NOT."""

    def __init__(self, found: Iterable[Token]) -> None:
        self._tokens = list(found)
        self._at = 0
        self._joined = 0  # operators read so far
        self.problems: list[Problem] = []

    def everything(self) -> tuple[list[Text], list[Node]]:
        """The words that stand by themselves, and all that a result must hold."""
        loose, must = self._side_by_side(0)
        while self._at < len(self._tokens):  # a bracket that closes nothing
            self.problems.append(Problem("bracket"))
            self._at += 1
            more_loose, more_must = self._side_by_side(0)
            loose, must = loose + more_loose, must + more_must
        return loose, must

    def _side_by_side(self, depth: int) -> tuple[list[Text], list[Node]]:
        loose: list[Text] = []
        must: list[Node] = []
        while self._at < len(self._tokens) and self._kind() != "close":
            first, joined = self._tokens[self._at], self._joined
            node = self._either(depth)
            texts = texts_of(node) if node is not None else ()
            if joined == self._joined and _is_plain(first):
                loose += [each for text in texts for each in _singly(text)]
            elif joined == self._joined and first.kind == "open" and _are_words(node):
                loose += texts  # brackets that join nothing, as in a title that was pasted
            elif node is not None:
                must.append(node)
        return loose, must

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._joins("or"):
            self._at, self._joined = self._at + 1, self._joined + 1
            parts.append(self._both(depth))
        return _joined(Some, parts)

    def _both(self, depth: int) -> Node | None:
        parts = [self._one(depth)]
        while self._joins("and"):
            self._at, self._joined = self._at + 1, self._joined + 1
            parts.append(self._one(depth))
        return _joined(Every, parts)

    def _joins(self, kind: str) -> bool:
        """An operator joins only when something follows it; else it is a word like others."""
        following = self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].kind not in ("close", "and", "or")
        return self._kind() == kind and following

    def _one(self, depth: int) -> Node | None:
        negated = False
        while self._kind() == "not" and self._at + 1 < len(self._tokens):
            negated = not negated
            self._at, self._joined = self._at + 1, self._joined + 1
        if self._kind() == "":
            return None
        token = self._tokens[self._at]
        if token.kind == "close":
            return None
        self._at += 1
        node = self._bracket(depth) if token.kind == "open" else self._plain(token)
        return Without(node) if node is not None and negated else node

    def _bracket(self, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self.problems.append(Problem("bracket"))
            return None
        loose, must = self._side_by_side(depth + 1)
        if self._kind() == "close":
            self._at += 1
        else:
            self.problems.append(Problem("bracket"))
        if any(texts_of(node) for node in must):
            return _joined(Every, must)
        saying = set(analysis.telling([each.words[0] for each in loose]))
        return _joined(Every, [*must, _joined(Some, [each for each in loose if each.words[0] in saying])])

    def _plain(self, token: Token) -> Node | None:
        if token.kind == "field":
            return self._field(token)
        return text_of(token.text, prefix=token.kind == "word" and _is_prefix(token.text))

    def _field(self, token: Token) -> Node | None:
        if token.name not in FIELDS:
            self.problems.append(Problem("field", token.name))
            return text_of(f"{token.name} {token.text}")
        if token.name == "title":
            return text_of(token.text, title=True, prefix=_is_prefix(token.text))
        if token.name in ("before", "after"):
            return self._period(token)
        if token.name == "tag" and _is_prefix(token.text):
            return Chosen("tag", (), token.text.rstrip("*"))
        return Chosen(token.name, (token.text,))

    def _period(self, token: Token) -> Node | None:
        began = dates_in(token.text)
        if began is None:
            self.problems.append(Problem("date", f"{token.name}:{token.text}"))
            return None
        moment = to_microseconds(datetime(*began, tzinfo=UTC))
        return Period(after=moment) if token.name == "after" else Period(before=moment)

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""


def _joined(whole: type[Every] | type[Some], parts: Iterable[Node | None]) -> Node | None:
    kept = tuple(part for part in parts if part is not None)
    return whole(kept) if len(kept) > 1 else kept[0] if kept else None


def _singly(text: Text) -> Iterator[Text]:
    """Each word by itself: "e-mail" that stands alone is two words."""
    last = len(text.words) - 1
    for at, (word, stem) in enumerate(zip(text.words, text.stems, strict=True)):
        yield Text((word,), (stem,), text.title, text.prefix and at == last)


def _is_plain(token: Token) -> bool:
    """Words by themselves: an operator that joins nothing and a field that does not exist are words as well."""
    return token.kind in ("word", "and", "or", "not") or (token.kind == "field" and token.name not in FIELDS)


def _are_words(node: Node | None) -> bool:
    """Whether a bracket held words of which any is enough, and nothing else."""
    return isinstance(node, Text | Some) and all(len(text.words) == 1 and not text.title for text in texts_of(node))


def _is_prefix(text: str) -> bool:
    return len(text) > 2 and text.endswith("*") and text[-2].isalnum()


def _content(text: Text) -> tuple[str, ...]:
    """Stems that count for rank and marks."""
    return tuple(analysis.stems(_content_words(text)))


def _content_words(text: Text) -> list[str]:
    """Those of a phrase leave its stop words out, unless it has no others."""
    return analysis.telling(text.words)
