"""Likely twins between spaces, and the weekly walks that find them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "053cc0ae4397"
down_revision: str | None = "abd93b54587d"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "twin_rounds",
        sa.Column("id", BIG, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("at_id", BIG, nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twin_rounds")),
    )
    op.create_table(
        "twins",
        sa.Column("one_id", BIG, nullable=False),
        sa.Column("other_id", BIG, nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("one_print", sa.String(length=16), nullable=False),
        sa.Column("other_print", sa.String(length=16), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("because", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["entries.id"], name=op.f("fk_twins_one_id_entries"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["other_id"], ["entries.id"], name=op.f("fk_twins_other_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["persons.id"], name=op.f("fk_twins_settled_by_id_persons")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_twins")),
    )
    op.create_index("ix_twins_other_id", "twins", ["other_id"])


def downgrade() -> None:
    op.drop_index("ix_twins_other_id", table_name="twins")
    op.drop_table("twins")
    op.drop_table("twin_rounds")
