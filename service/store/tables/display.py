"""What pages and the API show of everything, and what programs are told."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from service.store.tables.schema import Row, metadata

# What was found, as the last survey saw it, and what it no longer did; see surveys. Pages and the API show these.
finding = Table(
    "finding",
    metadata,
    Column("key", Text, primary_key=True),
    Column("site", Text, nullable=False),
    Column("ref", Text, nullable=False),
    # The project or repository, as visibility names it: github:acme/web.
    Column("container", Text, nullable=False),
    Column("title", Text, nullable=False),
    # A team's slug, '' for none.
    Column("team", Text, nullable=False),
    Column("code", Text, nullable=False),
    # What is searched, in one case.
    Column("words", Text, nullable=False),
    # Another one where the body is.
    Column("digest", Text, nullable=False),
    # A rule.Severity.
    Column("severity", Integer, nullable=False),
    # Whether a waiver is in force for it.
    Column("accepted", Boolean, nullable=False),
    Column("since", Float, nullable=False),
    # When it was found no more, or NULL.
    Column("gone", Float),
    # A shown.Finding, as JSON.
    Column("body", LargeBinary, nullable=False),
    Index(None, "site", "ref"),
    Index(None, "gone"),
)

# What else the last survey told, each as JSON.
survey = Table("survey", metadata, Column("name", Text, primary_key=True), Column("body", LargeBinary, nullable=False))

# The figures of each day's last survey, of everything ('') and of each team.
trend = Table(
    "trend",
    metadata,
    # Days since 1 January of year 1, as date.toordinal counts.
    Column("day", Integer, primary_key=True),
    Column("team", Text, primary_key=True),
    # A shown.Figures, as JSON.
    Column("figures", LargeBinary, nullable=False),
)

# Messages to programs. See notifications.
notification = Table(
    "notification",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    # A webhook by its name in the configuration.
    Column("receiver", Text, nullable=False),
    # An events.Kind.
    Column("event", Text, nullable=False),
    # The same for the same event, so that nobody is told of it twice.
    Column("key", Text, nullable=False),
    # A notifications.NotificationState, and why the last attempt failed.
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("made", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("receiver", "key"),
    Index(None, "receiver", "state", "due"),
)
