"""acceptances without a person"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5a1c7e90b3d4"
down_revision: str | None = "899a1443df55"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=True)
    # The import of written questions named whoever gave the answer, for want of anybody else.
    op.execute(
        "UPDATE acceptances SET by_id = NULL WHERE EXISTS (SELECT 1 FROM entries WHERE entries.id ="
        " acceptances.answer_id AND entries.author_id = acceptances.by_id AND entries.origin_id LIKE 'questions:%')"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE acceptances SET by_id = (SELECT author_id FROM entries WHERE entries.id = acceptances.answer_id)"
        " WHERE by_id IS NULL"
    )
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.alter_column("by_id", existing_type=sa.INTEGER(), nullable=False)
