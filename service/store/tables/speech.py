"""What the rules found on each issue, and what was said of it."""

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
)

from service.store.tables.schema import Row, metadata

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

# What the check on a pull request says, or would; see pull_checks.KeptCheck.
pull_check = Table(
    "pull_check",
    metadata,
    # The pull request.
    Column("issue_id", BigInteger, primary_key=True),
    # The commit that it is on, and the tracker's id of it, '' before there is any.
    Column("head", Text, nullable=False),
    Column("run", Text, nullable=False, index=True),
    # A pull_checks.CheckState.
    Column("state", Text, nullable=False),
    # Of what it says, or is about to say.
    Column("digest", Text, nullable=False),
    # A checking.Conclusion, or ''.
    Column("conclusion", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Float, nullable=False),
)

# The issues that a pull request is for.
pull_issue = Table(
    "pull_issue",
    metadata,
    Column("pull_id", BigInteger, primary_key=True),
    Column("issue_id", BigInteger, primary_key=True, index=True),
)
