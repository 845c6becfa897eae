"""Checks on pull requests, and the issues that these are for."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "pull_check",
        sa.Column("issue_id", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("head", "run", "state", "digest")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("conclusion", "title", "note")),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", name="pk_pull_check"),
    )
    op.create_index("ix_pull_check_run", "pull_check", ["run"])
    op.create_table(
        "pull_issue",
        sa.Column("pull_id", sa.BigInteger, nullable=False),
        sa.Column("issue_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("pull_id", "issue_id", name="pk_pull_issue"),
    )
    op.create_index("ix_pull_issue_issue_id", "pull_issue", ["issue_id"])
