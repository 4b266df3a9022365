"""Activity of taggings and roots of spaces"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "476ffee572ac"
down_revision: str | None = "e3f2b7d276ec"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


ROOTS = sa.text("state = 'live' AND root_id IS NULL AND kind != 'file'")


def upgrade() -> None:
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entries_space_roots",
            ["space_id", "last_activity_at", "id", "audience", "kind"],
            unique=False,
            sqlite_where=ROOTS,
            postgresql_where=ROOTS,
        )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("active_at", sa.BigInteger(), nullable=True))
        batch_op.drop_index("ix_taggings_tag_id_audience_entry_id")
    op.execute(
        "UPDATE taggings SET active_at = (SELECT last_activity_at FROM entries WHERE entries.id = taggings.entry_id)"
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.alter_column("active_at", existing_type=sa.BigInteger(), nullable=False)
        batch_op.create_index("ix_taggings_active", ["tag_id", "audience", "active_at", "entry_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.drop_index("ix_taggings_active")
        batch_op.create_index("ix_taggings_tag_id_audience_entry_id", ["tag_id", "audience", "entry_id"], unique=False)
        batch_op.drop_column("active_at")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_space_roots", sqlite_where=ROOTS, postgresql_where=ROOTS)
