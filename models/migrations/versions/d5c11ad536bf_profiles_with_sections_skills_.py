"""Profiles with sections, skills, statements, absences and photos"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d5c11ad536bf"
down_revision: str | None = "da263795f667"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("origin_id", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
        sa.UniqueConstraint("origin_id", name=op.f("uq_skills_origin_id")),
    )
    op.create_table(
        "skill_names",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skills.id"], name=op.f("fk_skill_names_skill_id_skills"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("skill_id", "folded", name=op.f("pk_skill_names")),
    )
    with op.batch_alter_table("skill_names", schema=None) as batch_op:
        batch_op.create_index("ix_skill_names_folded", ["folded"], unique=False)

    op.create_table(
        "absences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["persons.id"], name=op.f("fk_absences_deputy_id_persons")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_absences_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_deputy_id"), ["deputy_id"], unique=False)

    op.create_table(
        "person_skills",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_person_skills_person_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name=op.f("fk_person_skills_skill_id_skills")),
        sa.PrimaryKeyConstraint("person_id", "skill_id", name=op.f("pk_person_skills")),
    )
    with op.batch_alter_table("person_skills", schema=None) as batch_op:
        batch_op.create_index("ix_person_skills_skill_id_audience", ["skill_id", "audience", "person_id"], unique=False)

    op.create_table(
        "photos",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_photos_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_photos")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_statements_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index("ix_statements_person_id_kind", ["person_id", "kind"], unique=False)

    op.create_table(
        "endorsement_requests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["of_id"], ["persons.id"], name=op.f("fk_endorsement_requests_of_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "skill_id"],
            ["person_skills.person_id", "person_skills.skill_id"],
            name="fk_endorsement_requests_person_skill",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "skill_id", "of_id", name=op.f("pk_endorsement_requests")),
    )
    with op.batch_alter_table("endorsement_requests", schema=None) as batch_op:
        batch_op.create_index("ix_endorsement_requests_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "endorsements",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["persons.id"], name=op.f("fk_endorsements_by_id_persons"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "skill_id"],
            ["person_skills.person_id", "person_skills.skill_id"],
            name="fk_endorsements_person_skill",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "skill_id", "by_id", name=op.f("pk_endorsements")),
    )
    with op.batch_alter_table("endorsements", schema=None) as batch_op:
        batch_op.create_index("ix_endorsements_by_id", ["by_id"], unique=False)

    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("experience", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("experience_html", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("portfolio", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("portfolio_html", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("pattern", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("audiences", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("kept_back", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("quiet_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_column("quiet_until")
        batch_op.drop_column("kept_back")
        batch_op.drop_column("audiences")
        batch_op.drop_column("pattern")
        batch_op.drop_column("portfolio_html")
        batch_op.drop_column("portfolio")
        batch_op.drop_column("experience_html")
        batch_op.drop_column("experience")

    with op.batch_alter_table("endorsements", schema=None) as batch_op:
        batch_op.drop_index("ix_endorsements_by_id")

    op.drop_table("endorsements")
    with op.batch_alter_table("endorsement_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_endorsement_requests_person_id_at")

    op.drop_table("endorsement_requests")
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_index("ix_statements_person_id_kind")

    op.drop_table("statements")
    op.drop_table("photos")
    with op.batch_alter_table("person_skills", schema=None) as batch_op:
        batch_op.drop_index("ix_person_skills_skill_id_audience")

    op.drop_table("person_skills")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_deputy_id"))

    op.drop_table("absences")
    with op.batch_alter_table("skill_names", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_names_folded")

    op.drop_table("skill_names")
    op.drop_table("skills")
