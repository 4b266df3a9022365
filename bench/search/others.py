"""Native Whoosh and tantivy, set up as well as their manuals allow: the same words, stems and rights as ours."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import Stemmer
import tantivy
from whoosh import analysis as whoosh_analysis
from whoosh import fields, index, query, scoring

from bench.search.documents import KEYRING
from bench.search.engines import FACETS, SHOWN, Compared, size_of
from bench.search.queries import Asked
from models.search.analysis import STOP_WORDS
from models.search.engine import Document

# Not in the filter: Whoosh pickles its schema.
STEM = Stemmer.Stemmer("english").stemWord
BOOST = {"title": 3.0, "tags": 1.0, "body": 1.0}


class Snowball(whoosh_analysis.Filter):
    """The stemmer that we use, for Whoosh."""

    is_morph = True

    def __call__(self, tokens: Any) -> Any:
        for token in tokens:
            token.text = STEM(token.text)
            yield token


class NativeWhoosh(Compared):
    """Whoosh 2.7.4 as it comes: its own index, searcher, filter and facets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        words = whoosh_analysis.RegexTokenizer(r"\w+") | whoosh_analysis.LowercaseFilter()
        text = words | whoosh_analysis.StopFilter(stoplist=STOP_WORDS, minsize=1) | Snowball()
        self.analyzer = text
        self.schema = fields.Schema(
            id=fields.ID(stored=True, unique=True), audience=fields.ID(), kind=fields.ID(sortable=True),
            department=fields.ID(sortable=True), title=fields.TEXT(analyzer=text), tags=fields.TEXT(analyzer=text),
            body=fields.TEXT(analyzer=text), word=fields.TEXT(analyzer=words, phrase=False),
        )  # fmt: skip

    def build(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.index = index.create_in(str(self.folder), self.schema)
        writer = self.index.writer(limitmb=256)
        for document in documents:
            writer.add_document(**_whoosh(document))
        writer.commit()

    def open(self) -> None:
        self.index = index.open_dir(str(self.folder))
        self.searcher = self.index.searcher(weighting=scoring.BM25F(B=0.75, K1=1.2))

    def ask(self, asked: Asked, facets: bool) -> list[str]:
        if asked.mode == "prefix":
            reader = self.searcher.reader()
            counted = {term: reader.doc_frequency("word", term) for term in reader.expand_prefix("word", asked.text)}
            best = sorted(counted, key=lambda term: -counted[term])[:8]
            return [term for term in best if self.searcher.search(query.Term("word", term), limit=1, filter=_allowed())]
        wanted = self._query(asked)
        found = self.searcher.search(wanted, limit=SHOWN, filter=_allowed(), groupedby=list(FACETS) if facets else None)
        return [hit["id"] for hit in found]

    def _query(self, asked: Asked) -> Any:
        stems = [token.text for token in self.analyzer(asked.text)]
        if asked.mode == "phrase" and len(stems) > 1:
            return query.Or([query.Phrase(name, stems) for name in ("title", "body")])
        if asked.mode == "typo":
            return query.Or([query.FuzzyTerm(name, stems[0], maxdist=1, prefixlength=1) for name in ("title", "body")])
        return query.Or([query.Term(name, stem, boost=BOOST[name]) for stem in stems for name in BOOST])

    def update(self, document: Document) -> None:
        writer = self.index.writer()
        writer.update_document(**_whoosh(document))
        writer.commit(merge=False)
        self.searcher = self.searcher.refresh()

    def bytes(self) -> int:
        return size_of(self.folder)


def _whoosh(document: Document) -> dict[str, str]:
    return {
        "id": document.id, "audience": document.audience, "kind": document.kind, "department": document.department,
        "title": document.title, "tags": " ".join(document.tags), "body": document.body,
        "word": f"{document.title} {document.body}",
    }  # fmt: skip


def _allowed() -> Any:
    return query.Or([query.Term("audience", key) for key in sorted(KEYRING)])


class Tantivy(Compared):
    """tantivy 0.27.0, a search engine in Rust, through its Python package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        made = tantivy.SchemaBuilder()
        made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            made.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        made.add_text_field("audience", tokenizer_name="raw", index_option="basic")
        for name in BOOST:
            made.add_text_field(name, tokenizer_name="stems")
        made.add_text_field("word", tokenizer_name="default", index_option="freq")
        self.schema = made.build()
        kept = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        kept = kept.filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS)))
        self.analyzer = kept.filter(tantivy.Filter.stemmer("english")).build()

    def build(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.index = tantivy.Index(self.schema, path=str(self.folder))
        self.index.register_tokenizer("stems", self.analyzer)
        writer = self.index.writer(128_000_000, 1)
        for document in documents:
            writer.add_document(tantivy.Document(**_whoosh(document)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self.index = tantivy.Index.open(str(self.folder))
        self.index.register_tokenizer("stems", self.analyzer)
        self.index.config_reader("manual")
        self.index.reload()
        self.searcher = self.index.searcher()
        self.writer: Any = None

    def ask(self, asked: Asked, facets: bool) -> list[str]:
        wanted = _boolean([(tantivy.Occur.Must, self._query(asked)), (tantivy.Occur.Must, self._allowed())])
        found = self.searcher.search(wanted, SHOWN, count=True)
        if facets:
            self.searcher.aggregate(wanted, {name: {"terms": {"field": name, "size": 50}} for name in FACETS})
        return [self.searcher.doc(address)["id"][0] for _, address in found.hits]

    def _allowed(self) -> Any:
        keys = tantivy.Query.term_set_query(self.schema, "audience", sorted(KEYRING))
        return tantivy.Query.const_score_query(keys, 0.0)

    def _query(self, asked: Asked) -> Any:
        stems = self.analyzer.analyze(asked.text)
        if asked.mode == "prefix":
            return tantivy.Query.regex_query(self.schema, "word", re.escape(asked.text) + ".*")
        if asked.mode == "typo":
            return tantivy.Query.fuzzy_term_query(
                self.schema, "body", stems[0], distance=1, transposition_cost_one=True
            )
        if asked.mode == "phrase":
            return self._phrase(asked.text)
        should = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(name, stem), BOOST[name] * times))
            for stem, times in Counter(stems).items()
            for name in BOOST
        ]
        return _boolean(should)

    def _term(self, name: str, stem: str) -> Any:
        return tantivy.Query.term_query(self.schema, name, stem, "freq")

    def _phrase(self, text: str) -> Any:
        placed = [(at, stem) for at, word in enumerate(text.split()) for stem in self.analyzer.analyze(word)]
        if len(placed) == 1:
            either = [self._term(name, placed[0][1]) for name in ("title", "body")]
        else:
            moved = [(at - placed[0][0], stem) for at, stem in placed]
            either = [tantivy.Query.phrase_query(self.schema, name, moved) for name in ("title", "body")]
        return _boolean([(tantivy.Occur.Should, one) for one in either])

    def update(self, document: Document) -> None:
        if self.writer is None:
            self.writer = self.index.writer(50_000_000, 1)
        self.writer.delete_documents_by_term("id", document.id)
        self.writer.add_document(tantivy.Document(**_whoosh(document)))
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def bytes(self) -> int:
        return size_of(self.folder)


def _boolean(parts: list[Any]) -> Any:
    return tantivy.Query.boolean_query(parts)


OTHERS = {"whoosh": NativeWhoosh, "tantivy": Tantivy}
