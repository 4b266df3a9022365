"""Where names stand in lists"""

import re
import unicodedata
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "675a976c2559"
down_revision: str | None = "af3176cd473e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filed_as", sa.String(length=200), server_default="", nullable=False))
        batch_op.drop_index("ix_persons_department_id_name")
        batch_op.drop_index("ix_persons_name_id")
    persons = sa.table("persons", sa.column("id"), sa.column("name"), sa.column("filed_as"))
    bind = op.get_bind()
    filed = [{"of": row.id, "under": _filed_under(row.name)} for row in bind.execute(sa.select(persons))]
    if filed:
        own = persons.c.id == sa.bindparam("of")
        bind.execute(sa.update(persons).where(own).values(filed_as=sa.bindparam("under")), filed)
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index("ix_persons_department_id_filed_as", ["department_id", "filed_as"], unique=False)
        batch_op.create_index("ix_persons_filed_as_id", ["filed_as", "id"], unique=False)


def _filed_under(name: str) -> str:
    # As `models.people.person` made it when this was written: a migration stays as it was.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return (re.sub(r"^[\W_]+", "", plain) or plain)[:200]


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index("ix_persons_filed_as_id")
        batch_op.drop_index("ix_persons_department_id_filed_as")
        batch_op.create_index("ix_persons_name_id", ["name", "id"], unique=False)
        batch_op.create_index("ix_persons_department_id_name", ["department_id", "name"], unique=False)
        batch_op.drop_column("filed_as")
