"""Suspended and silenced people"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "da263795f667"
down_revision: str | None = "476ffee572ac"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "silences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_silences_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["spaces.id"], name=op.f("fk_silences_space_id_spaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "space_id", name=op.f("pk_silences")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suspended_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_column("suspended_until")

    op.drop_table("silences")
