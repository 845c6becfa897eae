"""The tables, the same on SQLite and PostgreSQL. Times are seconds since 1970, UTC, as floating-point numbers."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

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

statement = Table(
    "statement",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    # The issue in whose text it stands; 0 for native ones, which either end may witness.
    Column("scope", BigInteger, nullable=False),
    # The issues that it is about, see documents.ends_of; 0 for none.
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

verdict = Table(
    "verdict",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    Column("judged", Float, nullable=False),
    # When time alone may change it, or NULL.
    Column("wake_at", Float, index=True),
    # Made of less than it needs: shown, but not spoken.
    Column("stale", Boolean, nullable=False),
    # Whether Detour speaks on the issue, or only shows what it would say.
    Column("live", Boolean, nullable=False),
    # verdicts.StoredFinding, several.
    Column("findings", LargeBinary, nullable=False),
    # A speech.remarks.Remark, or NULL where nothing is to be said.
    Column("remark", LargeBinary),
    # Whose issue it is: a team's slug, or the container that stands in for one.
    Column("team", Text, nullable=False, server_default="", index=True),
    # A speech.agenda.Agenda, or NULL where it has no day; and when that, or the team, became another.
    Column("agenda", LargeBinary),
    Column("dated", Float, nullable=False, server_default="0"),
)

# What should stand on an issue as a need brief, as it was judged last.
brief = Table(
    "brief",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    # As of a verdict.
    Column("stale", Boolean, nullable=False),
    # Whether Detour briefs on the issue, or only shows what it would say.
    Column("live", Boolean, nullable=False),
    # A speech.remarks.Remark, or NULL where nobody asks.
    Column("remark", LargeBinary),
)

# What was said on an issue, or is being said: the outbox.
said = Table(
    "said",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    Column("role", Text, primary_key=True),
    # The issue as the marker in the comment names it.
    Column("identity", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    # Keys of findings, a JSON list.
    Column("events", LargeBinary, nullable=False),
    Column("comment_id", Text, nullable=False),
    # The events of a comment that is being written, likewise.
    Column("saying", LargeBinary, nullable=False),
    # The accounts that the comment mentions, a JSON list, or NULL where it mentions nobody.
    Column("mentioned", LargeBinary),
    # A said.SaidState.
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Float, nullable=False),
)

# How the commands in a comment are answered by a reaction.
answer = Table(
    "answer",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    # The tracker's id of the comment.
    Column("comment", Text, primary_key=True),
    # A digest of the commands in it: when they are written otherwise, they are answered anew.
    Column("words", Text, nullable=False),
    # A contract.Reaction.
    Column("reaction", Text, nullable=False),
    # The tracker's id of our reaction, or ''.
    Column("reaction_id", Text, nullable=False),
    # Given, or not to be given any more.
    Column("settled", Boolean, nullable=False),
)

# Each new comment and each edit of one, by the team of its issue: what a noise budget counts.
noise = Table(
    "noise",
    metadata,
    Column("id", Row, primary_key=True, autoincrement=True),
    Column("issue_id", BigInteger, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    # A noise.Noise.
    Column("kind", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "team", "at"),
)

# Events that were over a team's budget and are not told yet. In said they count as announced.
held = Table(
    "held",
    metadata,
    Column("issue_id", BigInteger, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", Float, nullable=False),
)

# What each team was told by its last digest, and the one that is on its way. See digests.Kept.
digest = Table(
    "digest",
    metadata,
    Column("team", Text, primary_key=True),
    Column("slot", Float, nullable=False),
    Column("since", Float, nullable=False),
    # Events by issue, as JSON.
    Column("known", LargeBinary, nullable=False),
    # A digests.DigestState.
    Column("state", Text, nullable=False),
    # A digests.Made, or NULL.
    Column("made", LargeBinary),
    Column("attempts", Integer, nullable=False),
    Column("due", Float, nullable=False),
    Column("note", Text, nullable=False),
)

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
