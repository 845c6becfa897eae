"""What is to be done, who does it, and the passes over whole sites."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.store.tables.schema import Row, metadata

# What is to be done with an issue in a lane: as long as generation is above done.
work = Table(
    "work",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("issue_id", BigInteger, primary_key=True),
    Column("site", Text, nullable=False),
    # The facets to be read, as bits; 0 in other lanes.
    Column("facets", Integer, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("due", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Index(
        "ix_work_pending",
        "site",
        "lane",
        "due",
        sqlite_where=text("generation > done"),
        postgresql_where=text("generation > done"),
    ),
)

# What a tracker said last is left of its limits. See allowances.
allowance = Table(
    "allowance",
    metadata,
    Column("site", Text, primary_key=True),
    Column("resource", Text, primary_key=True),
    Column("remaining", BigInteger, nullable=False),
    Column("most", BigInteger, nullable=False),
    Column("at", Float, nullable=False),
)

# Work on an issue that fails, until it succeeds. See failures.
failure = Table(
    "failure",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("lane", Text, nullable=False),
    Column("issue_id", BigInteger, nullable=False),
    Column("site", Text, nullable=False),
    # How often it failed by its own fault, when first and when last.
    Column("tries", Integer, nullable=False),
    Column("first", Float, nullable=False),
    Column("last", Float, nullable=False),
    # Whether it was given up: a dead letter, until it is replayed.
    Column("dead", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("lane", "issue_id"),
    sqlite_autoincrement=True,
)

# A pass over a site: the one under way, or the last one. See sweeps.Passage.
sweep = Table(
    "sweep",
    metadata,
    Column("site", Text, primary_key=True),
    # A scanning.Wanted.
    Column("wanted", Text, primary_key=True),
    Column("since", Float),
    Column("resume", Text, nullable=False),
    Column("started", Float, nullable=False),
    # The tick at which it began: what was read since then needs no other look.
    Column("tick", BigInteger, nullable=False),
    # NULL as long as it is under way.
    Column("ended", Float),
    # When the last one began that came to its end, and NULL as long as none did.
    Column("through", Float),
    # What it came to: sweeps.Count, as JSON.
    Column("counted", LargeBinary, nullable=False),
    Column("paused_until", Float, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
)

# One audit of everything: asked for by the schedule, or by somebody.
audit = Table(
    "audit",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    # The moment of the schedule that it is for; NULL where somebody asked for it.
    Column("slot", Float, unique=True),
    Column("asked_by", Text, nullable=False),
    # The sites, as a JSON list.
    Column("sites", LargeBinary, nullable=False),
    Column("started", Float, nullable=False),
    # NULL as long as it is under way.
    Column("ended", Float),
    # audits.Outcome, as JSON, and NULL before there is any.
    Column("outcome", LargeBinary),
    # The keys of its findings, compressed, and NULL before there are any.
    Column("finding_keys", LargeBinary),
    sqlite_autoincrement=True,
)

lease = Table(
    "lease",
    metadata,
    Column("site", Text, primary_key=True),
    Column("lane", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    # By the database's clock.
    Column("until", Float, nullable=False),
    Column("fence", BigInteger, nullable=False),
)
