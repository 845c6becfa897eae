"""What should stand on an issue as a need brief is kept beside its verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the table. Of issues that were judged before nothing is in it: briefing there begins as going live does."""
    op.create_table(
        "brief",
        sa.Column("issue_id", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("stale", "live")),
        sa.Column("remark", sa.LargeBinary),
        sa.PrimaryKeyConstraint("issue_id", name="pk_brief"),
    )
