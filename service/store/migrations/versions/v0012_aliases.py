"""What rows that were merged turned out to be."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "alias",
        sa.Column("gone", sa.BigInteger, nullable=False),
        sa.Column("issue_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("gone", name="pk_alias"),
    )
    op.create_index("ix_alias_issue_id", "alias", ["issue_id"])
