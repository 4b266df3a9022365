"""Votes on answers"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c3a1f0b7d201"
down_revision: str | None = "8f99c83c03d2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What people called useful becomes their votes; that of the author of the answer does not.
MOVE = """
INSERT INTO votes (entry_id, person_id, word, created_at)
SELECT reactions.entry_id, reactions.person_id, 'useful', reactions.created_at
FROM reactions JOIN entries ON entries.id = reactions.entry_id
WHERE reactions.word = 'useful' AND entries.kind = 'answer' AND entries.author_id <> reactions.person_id
"""
LET_GO = """
DELETE FROM reactions
WHERE word = 'useful' AND entry_id IN (SELECT id FROM entries WHERE kind = 'answer')
"""
RECOUNT = """
UPDATE entries SET reaction_count = (SELECT count(*) FROM reactions WHERE reactions.entry_id = entries.id)
WHERE kind = 'answer'
"""
GO_BACK = """
INSERT INTO reactions (entry_id, person_id, word, created_at)
SELECT entry_id, person_id, word, created_at FROM votes WHERE word = 'useful'
"""


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_votes_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_votes_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "person_id", name=op.f("pk_votes")),
    )
    op.create_index(op.f("ix_votes_person_id"), "votes", ["person_id"])
    for statement in (MOVE, LET_GO, RECOUNT):
        op.execute(statement)


def downgrade() -> None:
    op.execute(GO_BACK)
    op.execute(RECOUNT)
    op.drop_index(op.f("ix_votes_person_id"), table_name="votes")
    op.drop_table("votes")
