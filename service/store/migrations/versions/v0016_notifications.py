"""Messages to programs."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "notification",
        sa.Column("id", ROW, nullable=False, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("receiver", "event", "key", "state", "note")),
        sa.Column("made", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("receiver", "key", name="uq_notification_receiver_key"),
    )
    op.create_index("ix_notification_receiver_state_due", "notification", ["receiver", "state", "due"])
