"""cases for site moderators and what was taken away"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e3f2b7d276ec"
down_revision: str | None = "91a75bc17761"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_site", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_column("kept")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("for_site")
