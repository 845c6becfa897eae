"""Addresses in the order of their bytes, by which it is found out whether a project has any issue."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Adds the index."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    ref = sa.text('ref COLLATE "C"') if postgresql else "ref"  # as any other collation would sort PAY-1 among PAYROLL-1
    op.create_index("ix_issue_ref", "issue", ["site", ref])
