"""Suggestions switched off and put aside; nobody is named to people alike before they said so"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5828c4dd6ff3"
down_revision: str | None = "7b95913c9682"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "alike_asides",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["persons.id"], name=op.f("fk_alike_asides_other_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_alike_asides_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_alike_asides")),
    )
    with op.batch_alter_table("alike_asides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alike_asides_other_id"), ["other_id"], unique=False)

    op.create_table(
        "stopped_suggestions",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_stopped_suggestions_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_stopped_suggestions")),
    )
    op.create_table(
        "related_asides",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_related_asides_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["entries.id"], name=op.f("fk_related_asides_other_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_related_asides_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "entry_id", "other_id", name=op.f("pk_related_asides")),
    )
    with op.batch_alter_table("related_asides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_related_asides_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_related_asides_other_id"), ["other_id"], unique=False)

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.alter_column(
            "shows_alike", existing_type=sa.Boolean(), existing_nullable=False, server_default=sa.false()
        )
    # Nobody had been asked.
    op.execute(sa.text("UPDATE persons SET shows_alike = false"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE persons SET shows_alike = true"))
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.alter_column(
            "shows_alike", existing_type=sa.Boolean(), existing_nullable=False, server_default=sa.true()
        )
    with op.batch_alter_table("related_asides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_related_asides_other_id"))
        batch_op.drop_index(batch_op.f("ix_related_asides_entry_id"))

    op.drop_table("related_asides")
    op.drop_table("stopped_suggestions")
    with op.batch_alter_table("alike_asides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alike_asides_other_id"))

    op.drop_table("alike_asides")
