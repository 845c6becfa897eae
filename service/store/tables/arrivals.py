"""What came in, and what did not."""

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

delivery = Table(
    "delivery",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("site", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("event", Text, nullable=False),
    # SHA-256 of the body, hexadecimal. The vendor's id is not signed, so the same id with another body is another
    # delivery; the same body with another id is one too, for people do the same thing twice.
    Column("digest", Text, nullable=False),
    Column("received", Float, nullable=False),
    # A DeliveryState.
    Column("state", Text, nullable=False),
    # Why it failed, or why it meant nothing.
    Column("note", Text, nullable=False),
    # Last, so that what comes before it is at hand without it.
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("site", "vendor_id", "digest"),
    Index(None, "state", "id"),
)

# Webhooks that a tracker sent and that did not arrive. See undelivered.
undelivered = Table(
    "undelivered",
    metadata,
    Column("site", Text, primary_key=True),
    # As that of a delivery.
    Column("vendor_id", Text, primary_key=True),
    # Whose webhook it is: an organisation, or an App.
    Column("sender", Text, nullable=False),
    Column("event", Text, nullable=False),
    # What asks for it again, and when the last attempt was, by the tracker's clock.
    Column("handle", Text, nullable=False),
    Column("at", Float, nullable=False),
    # Whether no sweep of what has moved would find what it told.
    Column("unswept", Boolean, nullable=False),
    # How often it was asked for, and when last.
    Column("asked", Integer, nullable=False, server_default="0"),
    Column("asked_at", Float),
    # When it is to be asked for next, and NULL once it is given up.
    Column("due", Float, server_default="0"),
)
