"""Statements that are followed backwards, by which an issue's parts are found without all who wait on it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Adds the index."""
    backwards = sa.text("kind IN ('child', 'duplicate')")
    op.create_index("ix_statement_backwards", "statement", ["b"], sqlite_where=backwards, postgresql_where=backwards)
