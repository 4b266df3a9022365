"""files become entries"""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2f81f86ea7aa"
down_revision: str | None = "2e6e9df40e20"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "file_limits",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=True),
        sa.Column("room", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_file_limits_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_file_limits")),
    )
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["persons.id"], name=op.f("fk_folders_made_by_id_persons")),
        sa.ForeignKeyConstraint(["parent_id"], ["folders.id"], name=op.f("fk_folders_parent_id_folders")),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_folders_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
    )
    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folders_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index("uq_folders_place", ["space_id", "parent_id", "name"], unique=True)

    op.create_table(
        "file_downloads",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["entries.id"], name=op.f("fk_file_downloads_file_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_file_downloads_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", "person_id", name=op.f("pk_file_downloads")),
    )
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_downloads_person_id"), ["person_id"], unique=False)

    op.create_table(
        "file_texts",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["entries.id"], name=op.f("fk_file_texts_file_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_texts")),
    )
    op.create_table(
        "file_versions",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("claimed", sa.String(length=20), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["persons.id"], name=op.f("fk_file_versions_added_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["entries.id"], name=op.f("fk_file_versions_file_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_file_versions")),
    )
    with op.batch_alter_table("file_versions", schema=None) as batch_op:
        batch_op.create_index("ix_file_versions_digest", ["digest"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("folder_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.Column("locked_at", sa.BigInteger(), nullable=True),
        sa.Column("lock_note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], name=op.f("fk_files_folder_id_folders")),
        sa.ForeignKeyConstraint(["id"], ["entries.id"], name=op.f("fk_files_id_entries"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["locked_by_id"], ["persons.id"], name=op.f("fk_files_locked_by_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index("ix_files_folder_id", ["folder_id"], unique=False)

    _streams_without("state = 'live' AND root_id IS NULL AND kind != 'file'")
    _attachments_to_files(op.get_bind())
    op.drop_index("uq_attachments_entry_id_name", table_name="attachments")
    op.drop_table("attachments")


def _streams_without(condition: str) -> None:
    for name, columns in (
        ("ix_entries_audience", ["audience", "last_activity_at", "id"]),
        ("ix_entries_audience_kind", ["audience", "kind", "last_activity_at", "id"]),
    ):
        op.drop_index(name, table_name="entries")
        where = sa.text(condition)
        op.create_index(name, "entries", columns, unique=False, sqlite_where=where, postgresql_where=where)


def _attachments_to_files(connection: sa.Connection) -> None:
    """Each attachment becomes a file below its entry, with the readers and the state of that; pages show it where it is."""
    rows = (
        connection.execute(
            sa.text(
                "SELECT a.id, a.entry_id, a.name, a.digest, a.media_type, a.size, a.added_by_id, a.created_at, e.space_id,"
                " e.audience, e.narrowed, e.state FROM attachments a JOIN entries e ON e.id = a.entry_id ORDER BY a.id"
            )
        )
        .mappings()
        .all()
    )
    moved: dict[int, dict[int, int]] = {}
    for row in rows:
        title = row["name"].rpartition("/")[2] or "file"
        values = dict(row) | {"title": title, "slug": row["name"] if len(row["name"]) <= 130 else ""}
        file_id = connection.execute(INSERT_ENTRY, values).scalar_one()
        values["file_id"] = file_id
        for statement in INSERT_REST:
            connection.execute(statement, values)
        connection.execute(OUTBOX, {"task": "file", "subject": f"file:{file_id}:1", "at": row["created_at"]})
        connection.execute(OUTBOX, {"task": "index", "subject": f"entry:{file_id}", "at": row["created_at"]})
        moved.setdefault(row["entry_id"], {})[row["id"]] = file_id
    for entry_id, ids in moved.items():
        html = connection.execute(sa.text("SELECT html FROM entries WHERE id = :id"), {"id": entry_id}).scalar_one()
        new = re.sub(r'"/files/(\d+)/', lambda found: f'"/files/{ids.get(int(found[1]), found[1])}/', html)  # noqa: B023
        connection.execute(sa.text("UPDATE entries SET html = :html WHERE id = :id"), {"id": entry_id, "html": new})


INSERT_ENTRY = sa.text(
    "INSERT INTO entries (kind, space_id, author_id, root_id, audience, narrowed, state, status, title, slug, language,"
    " created_at, edited_at, editor_id, last_activity_at, version, reply_count, reaction_count, excerpt, renderer, html,"
    " body, text) VALUES ('file', :space_id, :added_by_id, :entry_id, :audience, :narrowed, :state, '', :title, :slug, 'en',"
    " :created_at, :created_at, :added_by_id, :created_at, 1, 0, 0, '', 1, '', '', '') RETURNING id"
)
INSERT_REST = (
    sa.text("INSERT INTO files (id, number, lock_note) VALUES (:file_id, 1, '')"),
    sa.text(
        "INSERT INTO file_versions (file_id, number, name, digest, media_type, claimed, size, added_by_id, created_at, note,"
        " state) VALUES (:file_id, 1, :title, :digest, :media_type, '', :size, :added_by_id, :created_at, '', 'waiting')"
    ),
    sa.text(
        "INSERT INTO revisions (entry_id, number, title, editor_id, summary, minor, created_at, body)"
        " VALUES (:file_id, 1, :title, :added_by_id, '', false, :created_at, '')"
    ),
)
OUTBOX = sa.text(
    "INSERT INTO outbox_jobs (task, subject, payload, created_at, run_at, attempts) VALUES (:task, :subject, '{}', :at, :at, 0)"
)


def downgrade() -> None:
    # The bytes stay; which entry they belonged to is not written back.
    _streams_without("state = 'live' AND root_id IS NULL")
    op.execute("DELETE FROM entries WHERE kind = 'file'")
    op.create_table(
        "attachments",
        sa.Column("id", sa.INTEGER(), nullable=False),
        sa.Column("entry_id", sa.INTEGER(), nullable=False),
        sa.Column("name", sa.VARCHAR(length=200), nullable=False),
        sa.Column("digest", sa.VARCHAR(length=64), nullable=False),
        sa.Column("media_type", sa.VARCHAR(length=100), nullable=False),
        sa.Column("size", sa.INTEGER(), nullable=False),
        sa.Column("added_by_id", sa.INTEGER(), nullable=False),
        sa.Column("created_at", sa.BIGINT(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["persons.id"], name=op.f("fk_attachments_added_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_attachments_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("uq_attachments_entry_id_name"), ["entry_id", "name"], unique=True)

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index("ix_files_folder_id")

    op.drop_table("files")
    with op.batch_alter_table("file_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_file_versions_digest")

    op.drop_table("file_versions")
    op.drop_table("file_texts")
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_downloads_person_id"))

    op.drop_table("file_downloads")
    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.drop_index("uq_folders_place")
        batch_op.drop_index(batch_op.f("ix_folders_parent_id"))

    op.drop_table("folders")
    op.drop_table("file_limits")
