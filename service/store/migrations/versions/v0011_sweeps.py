"""Sweeps and audits; whether an issue was open, and as of when a facet was read."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
A_CHUNK = 1_000
OPEN = 0


class _Issue(msgspec.Struct):
    state: int


class _Told(msgspec.Struct):
    """As much of the document as this needs; whatever else it holds belongs to other revisions."""

    issue: _Issue


def upgrade() -> None:
    """Adds the columns and tables."""
    op.add_column("issue", sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("reading", sa.Column("as_of", sa.Float))
    _mark_open(op.get_bind())
    is_open = sa.text("is_open")
    op.create_index("ix_issue_open", "issue", ["site"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "sweep",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("site", "wanted")),
        sa.Column("since", sa.Float),
        sa.Column("resume", sa.Text, nullable=False),
        sa.Column("started", sa.Float, nullable=False),
        sa.Column("tick", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Float) for name in ("ended", "through")),
        sa.Column("counted", sa.LargeBinary, nullable=False),
        sa.Column("paused_until", sa.Float, nullable=False, server_default="0"),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("site", "wanted", name="pk_sweep"),
    )
    row = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "audit",
        sa.Column("id", row, autoincrement=True, nullable=False),
        sa.Column("slot", sa.Float),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("sites", sa.LargeBinary, nullable=False),
        sa.Column("started", sa.Float, nullable=False),
        sa.Column("ended", sa.Float),
        *(sa.Column(name, sa.LargeBinary) for name in ("outcome", "finding_keys")),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("slot", name="uq_audit_slot"),
        sqlite_autoincrement=True,
    )


def _mark_open(connection: sa.Connection) -> None:
    """Of the issues that were read, those that were open then."""
    issue = sa.table("issue", sa.column("id"), sa.column("told", sa.LargeBinary), sa.column("is_open", sa.Boolean))
    last = 0
    while True:
        some = sa.select(issue.c.id, issue.c.told).where(issue.c.id > last, issue.c.told.is_not(None))
        rows = connection.execute(some.order_by(issue.c.id).limit(A_CHUNK)).all()
        if not rows:
            return
        last = rows[-1].id
        still_open = [row.id for row in rows if msgspec.json.decode(row.told, type=_Told).issue.state == OPEN]
        connection.execute(sa.update(issue).where(issue.c.id.in_(still_open)).values(is_open=True))
