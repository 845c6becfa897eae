"""What each team was told by its last digest is kept, and the one that is on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Adds the table. A team's first digest begins with what is there then."""
    op.create_table(
        "digest",
        sa.Column("team", sa.Text, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("slot", "since")),
        sa.Column("known", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made", sa.LargeBinary),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("team", name="pk_digest"),
    )
