"""Who has signed in, the tokens of programs, and what both did: the last can be added to and not changed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
KEPT = "deeds are kept as they were done"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "session",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "way", "identity", "name")),
        sa.Column("groups", sa.LargeBinary, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("made", "until")),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
    )
    op.create_index("ix_session_until", "session", ["until"])
    op.create_table(
        "token",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "digest", "scope", "made_by")),
        sa.Column("made", sa.Float, nullable=False),
        *(sa.Column(name, sa.Float) for name in ("until", "used", "revoked")),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("digest", name="uq_token_digest"),
    )
    unrevoked = sa.text("revoked IS NULL")
    op.create_index("uq_token_name", "token", ["name"], unique=True, sqlite_where=unrevoked, postgresql_where=unrevoked)
    op.create_table(
        "deed",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "name", "what", "about")),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("before", "after")),
        sa.PrimaryKeyConstraint("id", name="pk_deed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deed_who", "deed", ["who"])
    _keep_deeds()


def _keep_deeds() -> None:
    """Has the database refuse to change or remove a deed."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER deed_{verb.lower()} BEFORE {verb} ON deed BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION deed_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{KEPT}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER deed_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON deed "
        "FOR EACH STATEMENT EXECUTE FUNCTION deed_stays()"
    )
