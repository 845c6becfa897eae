"""Webhooks that did not arrive, and how often each was asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "undelivered",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("site", "vendor_id", "sender", "event", "handle")),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("unswept", sa.Boolean, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked_at", sa.Float),
        sa.Column("due", sa.Float, server_default="0"),
        sa.PrimaryKeyConstraint("site", "vendor_id", name="pk_undelivered"),
    )
