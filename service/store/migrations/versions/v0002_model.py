"""The model: issues, what was read of them, what is said, what is to be done, and what Detour said."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Adds the tables of the model, and starts the clock."""
    _issues()
    _statements()
    _work()
    _speech()


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _issues() -> None:
    clock = op.create_table(
        "clock", sa.Column("id", sa.Integer), _number("tick"), sa.PrimaryKeyConstraint("id", name="pk_clock")
    )
    op.bulk_insert(clock, [{"id": 1, "tick": 0}])
    op.create_table(
        "setting",
        _text("name"),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "issue",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        *map(_text, ("site", "vendor_id", "node_id", "ref")),
        sa.Column("told", sa.LargeBinary),
        _text("gone"),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
    )
    named = sa.text("vendor_id <> ''")
    op.create_index(
        "uq_issue_identity", "issue", ["site", "vendor_id"], unique=True, sqlite_where=named, postgresql_where=named
    )
    op.create_table(
        "address",
        *map(_text, ("site", "key")),
        _number("issue_id"),
        sa.PrimaryKeyConstraint("site", "key", name="pk_address"),
    )
    op.create_index("ix_address_issue_id", "address", ["issue_id"])
    op.create_table(
        "glimpse",
        *map(_number, ("issue_id", "teller")),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "teller", name="pk_glimpse"),
    )
    op.create_index("ix_glimpse_teller", "glimpse", ["teller"])


def _statements() -> None:
    op.create_table(
        "reading",
        _number("issue_id"),
        _text("facet"),
        *map(_number, ("start", "finish")),
        sa.Column("lines", sa.LargeBinary),
        sa.PrimaryKeyConstraint("issue_id", "facet", name="pk_reading"),
    )
    op.create_table(
        "statement",
        sa.Column("id", ROW, autoincrement=True, nullable=False),
        *map(_text, ("kind", "source")),
        *map(_number, ("scope", "a", "b", "c")),
        _text("name"),
        sa.Column("present", sa.Boolean, nullable=False),
        *map(_number, ("start", "finish", "teller")),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("kind", "source", "scope", "a", "b", "c", "name", name="uq_statement"),
    )
    for column in ("a", "b", "c", "scope"):
        op.create_index(f"ix_statement_{column}", "statement", [column])


def _work() -> None:
    op.create_table(
        "work",
        _text("lane"),
        _number("issue_id"),
        _text("site"),
        sa.Column("facets", sa.Integer, nullable=False),
        *map(_number, ("generation", "done")),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("lane", "issue_id", name="pk_work"),
    )
    pending = sa.text("generation > done")
    op.create_index("ix_work_pending", "work", ["site", "lane", "due"], sqlite_where=pending, postgresql_where=pending)
    op.create_table(
        "lease",
        *map(_text, ("site", "lane", "holder")),
        sa.Column("until", sa.Float, nullable=False),
        _number("fence"),
        sa.PrimaryKeyConstraint("site", "lane", name="pk_lease"),
    )


def _speech() -> None:
    op.create_table(
        "verdict",
        _number("issue_id"),
        sa.Column("judged", sa.Float, nullable=False),
        sa.Column("wake_at", sa.Float),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("stale", "live")),
        sa.Column("findings", sa.LargeBinary, nullable=False),
        sa.Column("remark", sa.LargeBinary),
        sa.PrimaryKeyConstraint("issue_id", name="pk_verdict"),
    )
    op.create_index("ix_verdict_wake_at", "verdict", ["wake_at"])
    op.create_table(
        "said",
        _number("issue_id"),
        *map(_text, ("role", "identity")),
        _number("generation"),
        _text("digest"),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("events", "saying")),
        *map(_text, ("comment_id", "state", "note")),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("issue_id", "role", name="pk_said"),
    )
