"""Keep mutes and follows of departments"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5b7d90c1e2aa"
down_revision: str | None = "969acd46bfe8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OLD = (
    "(CASE WHEN entry_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN space_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN tag_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN followed_id IS NULL THEN 0 ELSE 1 END)"
)
_DEPARTMENT = " + (CASE WHEN department_id IS NULL THEN 0 ELSE 1 END)"


def upgrade() -> None:
    with op.batch_alter_table("follows") as batch_op:
        batch_op.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("level", sa.String(length=10), server_default="follow", nullable=False))
        batch_op.drop_constraint(batch_op.f("ck_follows_one_thing"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_follows_one_thing"), f"{_OLD}{_DEPARTMENT} = 1")
        batch_op.create_check_constraint(batch_op.f("ck_follows_level"), "level IN ('follow', 'notify', 'mute')")
        batch_op.create_foreign_key(
            batch_op.f("fk_follows_department_id_departments"),
            "departments",
            ["department_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(batch_op.f("ix_follows_department_id"), ["department_id"], unique=False)
        batch_op.create_index("uq_follows_department", ["person_id", "department_id"], unique=True)


def downgrade() -> None:
    op.execute("DELETE FROM follows WHERE department_id IS NOT NULL OR level = 'mute'")
    with op.batch_alter_table("follows") as batch_op:
        batch_op.drop_index("uq_follows_department")
        batch_op.drop_index(batch_op.f("ix_follows_department_id"))
        batch_op.drop_constraint(batch_op.f("fk_follows_department_id_departments"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_follows_level"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_follows_one_thing"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_follows_one_thing"), f"{_OLD} = 1")
        batch_op.drop_column("level")
        batch_op.drop_column("department_id")
