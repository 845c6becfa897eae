"""The states of deliveries are words of one length."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Renames the states of what is kept already."""
    op.execute("UPDATE delivery SET state = 'kept' WHERE state = 'new'")
    op.execute("UPDATE delivery SET state = 'dead' WHERE state = 'failed'")
