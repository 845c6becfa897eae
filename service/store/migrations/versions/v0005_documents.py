"""What is to be said is kept as a document, and no longer as one tracker's text: every verdict is made anew."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A verdict whose time has come is judged again; what was said stays known."""
    op.execute("UPDATE verdict SET remark = NULL, wake_at = 0")
