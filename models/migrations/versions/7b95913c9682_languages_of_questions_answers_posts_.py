"""Languages of questions, answers, posts and comments

All of them passed for English. Night after night their language is told by their words as they are drawn anew.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "7b95913c9682"
down_revision: str | None = "053cc0ae4397"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "UPDATE entries SET language = '', renderer = 0 WHERE language = 'en'"
        " AND kind IN ('question', 'discussion', 'answer', 'reply', 'post', 'comment', 'opportunity')"
    )


def downgrade() -> None:
    op.execute("UPDATE entries SET language = 'en' WHERE language = ''")
