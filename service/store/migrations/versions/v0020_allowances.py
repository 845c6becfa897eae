"""What trackers said last is left of their limits."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "allowance",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("resource", sa.Text, nullable=False),
        sa.Column("remaining", sa.BigInteger, nullable=False),
        sa.Column("most", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("site", "resource", name="pk_allowance"),
    )
