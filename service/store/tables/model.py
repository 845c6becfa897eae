"""The one dependency model: issues, what was said of them, and when it was read."""

from __future__ import annotations

from typing import Final

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
    false,
    text,
)

from service.store.tables.schema import Row, bytewise, metadata

# One row. Every transaction that changes the model takes its next tick first, and so they follow one another.
clock = Table("clock", metadata, Column("id", Integer, primary_key=True), Column("tick", BigInteger, nullable=False))

# What one store remembers for itself: the key that signs its markers, the configuration that its verdicts are of.
setting = Table(
    "setting", metadata, Column("name", Text, primary_key=True), Column("value", LargeBinary, nullable=False)
)

issue = Table(
    "issue",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("site", Text, nullable=False),
    # The tracker's own id, or '' as long as only an address is known.
    Column("vendor_id", Text, nullable=False),
    Column("node_id", Text, nullable=False),
    # The address as people write it now.
    Column("ref", Text, nullable=False),
    # A documents.Told: what it says of itself. NULL: never read.
    Column("told", LargeBinary),
    # Why it cannot be read, or ''.
    Column("gone", Text, nullable=False),
    # Whether it was open when it was read last; a sweep looks again at those that it did not meet.
    Column("is_open", Boolean, nullable=False, server_default=false()),
    Index("ix_issue_open", "site", sqlite_where=text("is_open"), postgresql_where=text("is_open")),
    Index(
        "uq_issue_identity",
        "site",
        "vendor_id",
        unique=True,
        sqlite_where=text("vendor_id <> ''"),
        postgresql_where=text("vendor_id <> ''"),
    ),
    # SQLite would give the number of a merged row to the next issue, and work under way still means the merged one.
    sqlite_autoincrement=True,
)

Index("ix_issue_ref", issue.c.site, bytewise(issue.c.ref))

# What whoever looks issues up by the tracker's own id, or those that are open, says word by word: else no database
# takes the index.
IDENTIFIED = text("issue.vendor_id <> ''")
OPEN = text("issue.is_open")

# Rows that turned out to be another issue, by which events may still name it. See aliases.
alias = Table(
    "alias",
    metadata,
    Column("gone", BigInteger, primary_key=True),
    Column("issue_id", BigInteger, nullable=False, index=True),
)

# Every address that ever led to an issue, in one spelling.
address = Table(
    "address",
    metadata,
    Column("site", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("issue_id", BigInteger, nullable=False, index=True),
)

reading = Table(
    "reading",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    # A contract.Facet.
    Column("facet", Text, primary_key=True),
    # Ticks at which the request began and ended.
    Column("start", BigInteger, nullable=False),
    Column("finish", BigInteger, nullable=False),
    # documents.Lines: what the grammar reads, of the facets that have text.
    Column("lines", LargeBinary),
    # The tracker's own time of the issue's last change as it was then, or NULL where that was not known.
    Column("as_of", Float),
)

BACKWARDS: Final = text("kind IN ('child', 'duplicate')")
"""Statements along which an issue at ``b`` sees the one at ``a``: its parts, and the same work under another address.

Most that speak of an issue are of those who wait on it. An index leaves these out; SQLite takes it where its condition
is written just so.
"""
statement = Table(
    "statement",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    # The issue in whose text it stands; 0 for native ones, which either end may witness.
    Column("scope", BigInteger, nullable=False),
    # The issues that it is about, see rules.sayings.ends_of; 0 for none.
    Column("a", BigInteger, nullable=False),
    Column("b", BigInteger, nullable=False),
    Column("c", BigInteger, nullable=False),
    # What else tells two of them apart: a link type, a waiver's rule.
    Column("name", Text, nullable=False),
    Column("present", Boolean, nullable=False),
    # The ticks of the reading that said or denied it last, and the issue that was read.
    Column("start", BigInteger, nullable=False),
    Column("finish", BigInteger, nullable=False),
    Column("teller", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("kind", "source", "scope", "a", "b", "c", "name", name="uq_statement"),
    Index(None, "a"),
    Index(None, "b"),
    Index(None, "c"),
    Index("ix_statement_backwards", "b", sqlite_where=BACKWARDS, postgresql_where=BACKWARDS),
    Index(None, "scope"),
)

# What one issue's document tells of another.
glimpse = Table(
    "glimpse",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    Column("teller", BigInteger, primary_key=True, index=True),
    Column("body", LargeBinary, nullable=False),
)
