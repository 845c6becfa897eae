"""How the commands in a comment are answered by a reaction."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "answer",
        sa.Column("issue_id", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("comment", "words", "reaction", "reaction_id")),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "comment", name="pk_answer"),
    )
