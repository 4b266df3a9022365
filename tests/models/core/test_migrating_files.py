"""Attachments of earlier versions become files, and pages go on showing their pictures."""

from alembic import command
from sqlalchemy import text

from models.core import migrating
from models.core.db import Database
from tests.models.core.test_migrating import empty

__all__ = ["empty"]
FIRST = "2479ae76d491"


def test_an_attachment_becomes_a_file_of_its_page(empty: Database) -> None:
    config = migrating._config()
    with empty.writing_session() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, FIRST)
        for statement in BEFORE:
            session.execute(text(statement))
        session.commit()
    migrating.upgrade(empty)
    with empty.reading() as session:
        file = session.execute(text("SELECT * FROM entries WHERE kind = 'file'")).mappings().one()
        page = session.execute(text("SELECT html FROM entries WHERE kind = 'page'")).scalar_one()
        kept = session.execute(text("SELECT digest FROM file_versions")).scalar_one()
    assert (file["title"], file["slug"], file["root_id"]) == ("plan.png", "images/plan.png", 5)
    assert page == f'<img src="/files/{file["id"]}/plan.png">' and file["id"] != 7
    assert kept == "d" * 64


ENTRY = (
    "INSERT INTO entries (id, kind, author_id, audience, narrowed, state, status, title, slug, language, created_at,"
    " edited_at, editor_id, last_activity_at, version, reply_count, reaction_count, excerpt, renderer, html, body,"
    " text)"
)
BEFORE = (
    "INSERT INTO persons (id, username, name, is_guest, is_admin, is_moderator, created_at, changed_at, job_title,"
    " place) VALUES (1, 'a', 'A', false, false, false, 1, 1, '', '')",
    ENTRY + " VALUES (5, 'page', 1, 'everyone', false, 'live', '', 'P', 'p', 'en', 1, 1, 1, 1, 1, 0, 0, '', 1,"
    " '<img src=\"/files/7/plan.png\">', '', '')",
    "INSERT INTO attachments (id, entry_id, name, digest, media_type, size, added_by_id, created_at)"
    f" VALUES (7, 5, 'images/plan.png', '{'d' * 64}', 'image/png', 9, 1, 2)",
)
