"""The number of an issue is never given to another one, not even after its row was merged into another."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """PostgreSQL never did; SQLite has to be told, in a table made anew."""
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("issue", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
