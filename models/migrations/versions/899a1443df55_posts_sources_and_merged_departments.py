"""posts sources and merged departments"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "899a1443df55"
down_revision: str | None = "d5c11ad536bf"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:

    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("origin_id", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("origin_id", name=op.f("uq_sources_origin_id")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("profession", sa.String(length=100), nullable=False),
        sa.Column("grouped", sa.Boolean(), nullable=False),
        sa.Column("full_time", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reports_to_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("origin_id", sa.String(length=200), nullable=True),
        sa.CheckConstraint("state IN ('', 'vacant', 'withheld')", name=op.f("ck_posts_state")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_posts_department_id_departments")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["posts.id"], name=op.f("fk_posts_reports_to_id_posts")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_posts_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("origin_id", name=op.f("uq_posts_origin_id")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_department_id_reports_to_id", ["department_id", "reports_to_id"], unique=False)
        batch_op.create_index("ix_posts_reports_to_id", ["reports_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_source_id"), ["source_id"], unique=False)

    op.create_table(
        "department_mergers",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.BigInteger(), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_mergers_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["departments.id"], name=op.f("fk_department_mergers_into_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["persons.id"], name=op.f("fk_department_mergers_merged_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_department_mergers")),
    )
    with op.batch_alter_table("department_mergers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_mergers_into_id"), ["into_id"], unique=False)

    op.create_table(
        "field_sources",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_field_sources_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_field_sources_source_id_sources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "field", name=op.f("pk_field_sources")),
    )
    with op.batch_alter_table("field_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_field_sources_source_id"), ["source_id"], unique=False)

    op.create_table(
        "holdings",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_holdings_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_holdings_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_holdings")),
    )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holdings_person_id"), ["person_id"], unique=False)

    op.create_table(
        "source_people",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_source_people_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_people_source_id_sources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_source_people")),
    )
    with op.batch_alter_table("source_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_people_person_id"), ["person_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("source_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_people_person_id"))

    op.drop_table("source_people")
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holdings_person_id"))

    op.drop_table("holdings")
    with op.batch_alter_table("field_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_field_sources_source_id"))

    op.drop_table("field_sources")
    with op.batch_alter_table("department_mergers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_mergers_into_id"))

    op.drop_table("department_mergers")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_source_id"))
        batch_op.drop_index("ix_posts_reports_to_id")
        batch_op.drop_index("ix_posts_department_id_reports_to_id")

    op.drop_table("posts")
    op.drop_table("sources")
