"""A verdict keeps the team of its issue, and the days that the issue brings to it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the columns; a verdict whose time has come is judged again, and has them then."""
    op.add_column("verdict", sa.Column("team", sa.Text, nullable=False, server_default=""))
    op.add_column("verdict", sa.Column("agenda", sa.LargeBinary))
    op.add_column("verdict", sa.Column("dated", sa.Float, nullable=False, server_default="0"))
    op.create_index("ix_verdict_team", "verdict", ["team"])
    op.execute("UPDATE verdict SET wake_at = 0")
