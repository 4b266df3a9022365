"""Whether people are named to others who share topics and skills with them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8915bd9f362a"
down_revision: str | None = "a3549ea618b6"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shows_alike", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_column("shows_alike")
