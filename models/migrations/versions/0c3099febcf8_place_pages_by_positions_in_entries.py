"""place pages by positions in entries"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0c3099febcf8"
down_revision: str | None = "0ccbc193207b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TOP = sa.text("kind = 'page' AND parent_id IS NULL")
BELOW = sa.text("kind = 'page' AND parent_id IS NOT NULL")


def upgrade() -> None:
    # By hand: recreating a table would delete what refers to it, and the positions come along.
    op.add_column("entries", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE entries SET position = (SELECT pages.position FROM pages WHERE pages.id = entries.id)"
        " WHERE kind = 'page' AND id IN (SELECT id FROM pages)"
    )
    op.execute("ALTER TABLE pages DROP COLUMN position")
    op.drop_index("ix_entries_top_pages", table_name="entries")
    op.create_index(
        "ix_entries_top_pages", "entries", ["space_id", "position", "id"], sqlite_where=TOP, postgresql_where=TOP
    )
    op.create_index(
        "ix_entries_pages_below", "entries", ["parent_id", "position", "id"], sqlite_where=BELOW, postgresql_where=BELOW
    )


def downgrade() -> None:
    op.drop_index("ix_entries_pages_below", table_name="entries")
    op.drop_index("ix_entries_top_pages", table_name="entries")
    op.create_index("ix_entries_top_pages", "entries", ["space_id"], sqlite_where=TOP, postgresql_where=TOP)
    op.add_column("pages", sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE pages SET position = (SELECT entries.position FROM entries WHERE entries.id = pages.id)")
    op.execute("ALTER TABLE entries DROP COLUMN position")
