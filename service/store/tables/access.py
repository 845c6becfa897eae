"""Who may come in, and what they did."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.store.tables.schema import Row, metadata

# Who has signed in. Of what their browser shows only a hash is here.
session = Table(
    "session",
    metadata,
    # SHA-256 of the cookie's value, hexadecimal.
    Column("digest", Text, primary_key=True),
    # By which way in: openid, github, token.
    Column("way", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("name", Text, nullable=False),
    # What grants may name them by, as a JSON list.
    Column("groups", LargeBinary, nullable=False),
    Column("made", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

# Tokens of programs. See access_tokens.
token = Table(
    "token",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    # SHA-256 of the token, hexadecimal.
    Column("digest", Text, nullable=False),
    # An access_tokens.Scope.
    Column("scope", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made", Float, nullable=False),
    # NULL: for ever.
    Column("until", Float),
    Column("used", Float),
    Column("revoked", Float),
    UniqueConstraint("digest"),
    Index(
        "uq_token_name",
        "name",
        unique=True,
        sqlite_where=text("revoked IS NULL"),
        postgresql_where=text("revoked IS NULL"),
    ),
)

# What people did, and their programs. Rows are added, never changed: the databases themselves see to that.
deed = Table(
    "deed",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    # A Viewer's identity, and what they were called then.
    Column("who", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("what", Text, nullable=False),
    # An issue, a delivery, a token.
    Column("about", Text, nullable=False),
    # As JSON.
    Column("before", LargeBinary, nullable=False),
    Column("after", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
