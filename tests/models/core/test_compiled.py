"""Compiled statements are found again, and never another's."""

from typing import Any

from sqlalchemy import Integer, bindparam, column, create_engine, func, literal_column, select

from models.core.compiled import AT_HAND, Compilations
from models.core.db import Database, rows

CONSTANT = select((bindparam("number", type_=Integer) + 1).label("more"))


def test_a_statement_is_compiled_once(store: Database) -> None:
    with store.reading() as session:
        first = [rows(session, CONSTANT, number=1)[0].more for _ in range(3)]
        known = store.engine.get_execution_options()["compiled_cache"]
        held = len(known)
        assert [*first, rows(session, CONSTANT, number=2)[0].more] == [2, 2, 2, 3]
        assert len(known) == held


def test_statements_made_anew_are_not_taken_for_each_other(store: Database) -> None:
    with store.reading() as session:
        for number in range(AT_HAND + 50):
            # Each is thrown away after its run, so that the next may lie where it lay.
            made: Any = select(literal_column(str(number % 7)).label("said"))
            assert rows(session, made)[0].said == number % 7
            assert rows(session, select(func.abs(-number % 5).label("said")))[0].said == -number % 5


def test_two_dialects_do_not_share_what_a_statement_was_compiled_to() -> None:
    known = Compilations()
    sqlite, postgres = create_engine("sqlite://").dialect, create_engine("postgresql+psycopg://").dialect
    parts: Any = (column("a"),)
    known[(sqlite, parts, (), False, False)] = "for SQLite"
    assert known.get((sqlite, parts, (), False, False)) == "for SQLite"
    assert known.get((sqlite, parts, (), False, False)) == "for SQLite"
    assert known.get((postgres, parts, (), False, False)) is None
