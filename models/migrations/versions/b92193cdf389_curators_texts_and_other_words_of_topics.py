"""Curators, texts, pinned entries and other words of topics."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b92193cdf389"
down_revision: str | None = "ec57e2ca5289"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "tag_synonyms",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_synonyms_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tag_synonyms")),
    )
    with op.batch_alter_table("tag_synonyms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_synonyms_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "tag_curators",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["named_by_id"], ["persons.id"], name=op.f("fk_tag_curators_named_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_tag_curators_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_curators_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", "person_id", name=op.f("pk_tag_curators")),
    )
    with op.batch_alter_table("tag_curators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_curators_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tag_texts",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["persons.id"], name=op.f("fk_tag_texts_editor_id_persons")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_texts_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("pk_tag_texts")),
    )
    op.create_table(
        "tag_pins",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_tag_pins_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_pins_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", "entry_id", name=op.f("pk_tag_pins")),
    )
    with op.batch_alter_table("tag_pins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_pins_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("tag_pins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_pins_entry_id"))

    op.drop_table("tag_pins")
    op.drop_table("tag_texts")
    with op.batch_alter_table("tag_curators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_curators_person_id"))

    op.drop_table("tag_curators")
    with op.batch_alter_table("tag_synonyms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_synonyms_tag_id"))

    op.drop_table("tag_synonyms")
