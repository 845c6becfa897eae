"""The tables, the same on SQLite and PostgreSQL. Times are seconds since 1970, UTC, as floating-point numbers."""

from __future__ import annotations

from service.store.tables.access import deed, session, token
from service.store.tables.arrivals import delivery, undelivered
from service.store.tables.display import finding, notification, survey, trend
from service.store.tables.labour import allowance, audit, failure, lease, sweep, work
from service.store.tables.model import (
    BACKWARDS,
    IDENTIFIED,
    OPEN,
    address,
    alias,
    clock,
    glimpse,
    issue,
    reading,
    setting,
    statement,
)
from service.store.tables.schema import bytewise, metadata
from service.store.tables.speech import answer, brief, digest, held, noise, pull_check, pull_issue, said, verdict

__all__ = [
    "BACKWARDS",
    "IDENTIFIED",
    "OPEN",
    "address",
    "alias",
    "allowance",
    "answer",
    "audit",
    "brief",
    "bytewise",
    "clock",
    "deed",
    "delivery",
    "digest",
    "failure",
    "finding",
    "glimpse",
    "held",
    "issue",
    "lease",
    "metadata",
    "noise",
    "notification",
    "pull_check",
    "pull_issue",
    "reading",
    "said",
    "session",
    "setting",
    "statement",
    "survey",
    "sweep",
    "token",
    "trend",
    "undelivered",
    "verdict",
    "work",
]
