"""Whom each comment mentions."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("said", sa.Column("mentioned", sa.LargeBinary))
