"""Links of topics"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "af3176cd473e"
down_revision: str | None = "5828c4dd6ff3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "tag_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_links_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_links")),
    )
    with op.batch_alter_table("tag_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_links_tag_id"), ["tag_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tag_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_links_tag_id"))

    op.drop_table("tag_links")
