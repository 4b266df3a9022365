"""Whoosh's own searcher over our segments finds the same documents as the engine does."""

from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import And, Or, Prefix, Term

from models.search.engine import Query
from models.search.whoosh_engine import WhooshEngine
from tests.models.search.collection import EVERYONE, many, stems


@pytest.mark.parametrize("text", ["rail", "travel budget", "hospital data of", "nothing at all"])
def test_the_same_documents_are_found(tmp_path: Path, text: str) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild(many(80))
    engine.upsert(many(30, seed=5, prefix="more"))
    engine.delete(["entry:3", "entry:17"])
    engine.commit()
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    words = Or([Term(name, stem) for stem in stems(text) if stem != "of" for name in ("title", "tags", "body")])
    with FileIndex(FileStorage(str(folder))).searcher() as searcher:
        hits = searcher.search(And([words, Term("audience", "everyone")]), limit=None)
        native = {hit["id"] for hit in hits}
        assert len(searcher.search(Prefix("word", "tra"), limit=None)) > 0
    assert {hit.id for hit in engine.search(Query(text, limit=500), EVERYONE).hits} == native
