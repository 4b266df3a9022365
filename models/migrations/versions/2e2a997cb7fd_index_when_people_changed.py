"""Index when people changed"""

from collections.abc import Sequence

from alembic import op

revision: str = "2e2a997cb7fd"
down_revision: str | None = "3fac1327d19a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index("ix_persons_changed_at", ["changed_at"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index("ix_persons_changed_at")
