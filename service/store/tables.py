"""The tables, the same on SQLite and PostgreSQL. Times are seconds since 1970, UTC, as floating-point numbers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key's type is INTEGER.
Row = BigInteger().with_variant(Integer, "sqlite")

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
    Column("body", LargeBinary, nullable=False),
    Column("received", Float, nullable=False),
    # A DeliveryState.
    Column("state", Text, nullable=False),
    # Why it failed, or why it meant nothing.
    Column("note", Text, nullable=False),
    UniqueConstraint("site", "vendor_id", "digest"),
    Index(None, "state", "id"),
)
