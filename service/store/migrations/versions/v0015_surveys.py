"""What pages and the API show: findings, what else the last survey told, and its figures by day."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TEXTS = ("site", "ref", "container", "title", "team", "code", "words", "digest")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "finding",
        sa.Column("key", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("gone", sa.Float),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_finding"),
    )
    op.create_index("ix_finding_site_ref", "finding", ["site", "ref"])
    op.create_index("ix_finding_gone", "finding", ["gone"])
    op.create_table(
        "survey",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_survey"),
    )
    op.create_table(
        "trend",
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("figures", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("day", "team", name="pk_trend"),
    )
