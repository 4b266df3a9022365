"""Polls, shares and files of posts, and how long a space lets people change them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "dc8c239d094c"
down_revision: str | None = "a16cadd203ac"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("spaces") as spaces:
        spaces.add_column(sa.Column("edit_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "polls",
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("many", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("results", sa.String(length=10), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("shown_voters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["entries.id"], name=op.f("fk_polls_post_id_entries"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_polls")),
    )
    op.create_table(
        "post_files",
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("picture", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["entries.id"], name=op.f("fk_post_files_file_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["entries.id"], name=op.f("fk_post_files_post_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "file_id", name=op.f("pk_post_files")),
    )
    with op.batch_alter_table("post_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_files_file_id"), ["file_id"], unique=False)

    op.create_table(
        "shares",
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shared_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["post_id"], ["entries.id"], name=op.f("fk_shares_post_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["shared_id"], ["entries.id"], name=op.f("fk_shares_shared_id_entries"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_shares")),
    )
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shares_shared_id"), ["shared_id"], unique=False)

    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["polls.post_id"], name=op.f("fk_poll_options_post_id_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
    )
    with op.batch_alter_table("poll_options", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_options_post_id"), ["post_id"], unique=False)

    op.create_table(
        "poll_votes",
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["option_id"], ["poll_options.id"], name=op.f("fk_poll_votes_option_id_poll_options"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_poll_votes_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["polls.post_id"], name=op.f("fk_poll_votes_post_id_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "voter", "option_id", name=op.f("pk_poll_votes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("poll_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_votes_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("spaces") as spaces:
        spaces.drop_column("edit_minutes")
    with op.batch_alter_table("poll_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_votes_person_id"))

    op.drop_table("poll_votes")
    with op.batch_alter_table("poll_options", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_options_post_id"))

    op.drop_table("poll_options")
    with op.batch_alter_table("shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shares_shared_id"))

    op.drop_table("shares")
    with op.batch_alter_table("post_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_files_file_id"))

    op.drop_table("post_files")
    op.drop_table("polls")
