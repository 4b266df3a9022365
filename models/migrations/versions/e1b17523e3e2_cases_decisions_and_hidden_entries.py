"""cases, decisions and hidden entries"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e1b17523e3e2"
down_revision: str | None = "b92193cdf389"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# What waits becomes a case; whoever wrote without showing their name is its person all the same.
CASES_OF_ENTRIES = """
INSERT INTO cases (target_kind, target_id, person_id, space_id, audience, opened_at, reported_at)
SELECT 'entry', entries.id, coalesce(min(unnamed_entries.person_id), entries.author_id), entries.space_id,
    entries.audience, min(reports.created_at), max(reports.created_at)
FROM reports JOIN entries ON entries.id = reports.entry_id
LEFT JOIN unnamed_entries ON unnamed_entries.entry_id = entries.id
WHERE reports.handled_at IS NULL
GROUP BY entries.id, entries.author_id, entries.space_id, entries.audience
"""
CASES_OF_MESSAGES = """
INSERT INTO cases (target_kind, target_id, person_id, audience, opened_at, reported_at)
SELECT 'message', message_id, author_id, '', min(created_at), max(created_at)
FROM message_reports WHERE handled_at IS NULL AND message_id IS NOT NULL
GROUP BY message_id, author_id
"""
BELONGS = """
UPDATE {table} SET case_id = (
    SELECT cases.id FROM cases WHERE cases.target_kind = '{kind}' AND cases.target_id = {table}.{column}
) WHERE handled_at IS NULL
"""
WORDS = (("kept", "keep"), ("trashed", "remove"), ("removed", "remove"), ("edited", "edit"), ("warned", "warn"))


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_kind", sa.String(length=40), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["persons.id"], name=op.f("fk_cases_claimed_by_id_persons")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_cases_person_id_persons")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_cases_space_id_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_target", ["target_kind", "target_id", "id"], unique=False)
        batch_op.create_index(
            "ix_cases_waiting",
            ["opened_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_cases_open",
            ["target_kind", "target_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_kind", sa.String(length=40), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Boolean(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_reason", sa.String(length=500), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_office", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["persons.id"], name=op.f("fk_decisions_answered_by_id_persons")),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_decisions_by_id_persons")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decisions_case_id_cases")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["persons.id"], name=op.f("fk_decisions_claimed_by_id_persons")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_decisions_person_id_persons")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_decisions_space_id_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_decisions_appealed",
            ["appealed_at", "id"],
            unique=False,
            sqlite_where=sa.text("appealed_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("appealed_at IS NOT NULL AND answered_at IS NULL"),
        )
        batch_op.create_index("ix_decisions_at_id", ["at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_decisions_person_id_id", ["person_id", "id"], unique=False)
        batch_op.create_index("ix_decisions_space_id_at_id", ["space_id", "at", "id"], unique=False)
        batch_op.create_index("ix_decisions_target", ["target_kind", "target_id", "id"], unique=False)

    op.create_table(
        "hidden_entries",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_hidden_entries_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_hidden_entries_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_hidden_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entries_hidden",
            ["root_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'hidden' AND root_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'hidden' AND root_id IS NOT NULL"),
        )

    with op.batch_alter_table("message_reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_reports_case_id"), ["case_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_message_reports_case_id_cases"), "cases", ["case_id"], ["id"])

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.alter_column("entry_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_reports_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_reports_reporter_id_id", ["reporter_id", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_reports_case_id_cases"), "cases", ["case_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_reports_person_id_persons"), "persons", ["person_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reports_one_thing"), "(entry_id IS NULL) <> (person_id IS NULL)"
        )

    op.execute(CASES_OF_ENTRIES)
    op.execute(CASES_OF_MESSAGES)
    op.execute(BELONGS.format(table="reports", kind="entry", column="entry_id"))
    op.execute(BELONGS.format(table="message_reports", kind="message", column="message_id"))
    for name in ("reports", "message_reports"):
        table = sa.table(name, sa.column("outcome", sa.String))
        for before, after in WORDS:
            op.execute(table.update().where(table.c.outcome == before).values(outcome=after))


def downgrade() -> None:
    # Reports of profiles did not exist before.
    op.execute("DELETE FROM reports WHERE entry_id IS NULL")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reports_one_thing"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_reports_person_id_persons"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_reports_case_id_cases"), type_="foreignkey")
        batch_op.drop_index("ix_reports_reporter_id_id")
        batch_op.drop_index(batch_op.f("ix_reports_person_id"))
        batch_op.drop_index(batch_op.f("ix_reports_case_id"))
        batch_op.alter_column("entry_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("person_id")
        batch_op.drop_column("case_id")

    with op.batch_alter_table("message_reports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_reports_case_id_cases"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_message_reports_case_id"))
        batch_op.drop_column("case_id")

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_entries_hidden",
            sqlite_where=sa.text("state = 'hidden' AND root_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'hidden' AND root_id IS NOT NULL"),
        )

    op.drop_table("hidden_entries")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_decisions_target")
        batch_op.drop_index("ix_decisions_space_id_at_id")
        batch_op.drop_index("ix_decisions_person_id_id")
        batch_op.drop_index(batch_op.f("ix_decisions_case_id"))
        batch_op.drop_index("ix_decisions_at_id")
        batch_op.drop_index(
            "ix_decisions_appealed",
            sqlite_where=sa.text("appealed_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=sa.text("appealed_at IS NOT NULL AND answered_at IS NULL"),
        )

    op.drop_table("decisions")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cases_open", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index(
            "ix_cases_waiting", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )
        batch_op.drop_index("ix_cases_target")

    op.drop_table("cases")
