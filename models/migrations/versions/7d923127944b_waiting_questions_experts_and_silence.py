"""Waiting questions experts and silence"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7d923127944b"
down_revision: str | None = "dc8c239d094c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Until an owner chooses a time, no answer is due.
WAITING = """
INSERT INTO question_waits (question_id, due_on, told)
SELECT id, '9999-12-31', 0 FROM entries WHERE kind = 'question' AND status = 'open' AND reply_count = 0
"""


def upgrade() -> None:
    op.create_table(
        "expert_tags",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_expert_tags_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_expert_tags_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_expert_tags_tag_id_tags")),
        sa.PrimaryKeyConstraint("space_id", "person_id", "tag_id", name=op.f("pk_expert_tags")),
    )
    with op.batch_alter_table("expert_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "experts",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("declined_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["persons.id"], name=op.f("fk_experts_invited_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_experts_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_experts_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_experts")),
    )
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.create_index("ix_experts_person_id_space_id", ["person_id", "space_id"], unique=False)

    op.create_table(
        "forum_choices",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("answer_within", sa.Integer(), nullable=True),
        sa.Column("accept_closes", sa.Boolean(), nullable=False),
        sa.Column("quiet_days", sa.Integer(), nullable=True),
        sa.Column("quiet_discussions", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_forum_choices_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_forum_choices")),
    )
    op.create_table(
        "answer_invitations",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("passed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_answer_invitations_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_answer_invitations_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["entries.id"], name=op.f("fk_answer_invitations_question_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id", name=op.f("pk_answer_invitations")),
    )
    with op.batch_alter_table("answer_invitations", schema=None) as batch_op:
        batch_op.create_index("ix_answer_invitations_by_id_at", ["by_id", "at"], unique=False)
        batch_op.create_index("ix_answer_invitations_person_id_question_id", ["person_id", "question_id"], unique=False)

    op.create_table(
        "question_claims",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_question_claims_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["entries.id"], name=op.f("fk_question_claims_question_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_claims")),
    )
    with op.batch_alter_table("question_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_claims_person_id"), ["person_id"], unique=False)

    op.create_table(
        "question_waits",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["entries.id"], name=op.f("fk_question_waits_question_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_waits")),
    )
    with op.batch_alter_table("question_waits", schema=None) as batch_op:
        batch_op.create_index("ix_question_waits_due_on_question_id", ["due_on", "question_id"], unique=False)

    op.create_table(
        "solved_asks",
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("word", sa.String(length=10), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["entries.id"], name=op.f("fk_solved_asks_topic_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_solved_asks")),
    )
    with op.batch_alter_table("closings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=10), server_default="", nullable=False))
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=True)

    op.execute(WAITING)


def downgrade() -> None:
    # What the silence closed was closed by nobody, which the older tables cannot say.
    op.execute("DELETE FROM closings WHERE by_id IS NULL")
    with op.batch_alter_table("closings", schema=None) as batch_op:
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("cause")

    op.drop_table("solved_asks")
    with op.batch_alter_table("question_waits", schema=None) as batch_op:
        batch_op.drop_index("ix_question_waits_due_on_question_id")

    op.drop_table("question_waits")
    with op.batch_alter_table("question_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_claims_person_id"))

    op.drop_table("question_claims")
    with op.batch_alter_table("answer_invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_invitations_person_id_question_id")
        batch_op.drop_index("ix_answer_invitations_by_id_at")

    op.drop_table("answer_invitations")
    op.drop_table("forum_choices")
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.drop_index("ix_experts_person_id_space_id")

    op.drop_table("experts")
    with op.batch_alter_table("expert_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_tags_tag_id"))

    op.drop_table("expert_tags")
