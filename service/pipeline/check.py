"""Check: what stands beside the last commit of a pull request, of the issues that it is for.

It is kept that a check is about to be written before it is, so that whatever happens one check stands on a commit; the
pull request is read first each time, and its issues are read and judged before anything is said of them.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from connectors.contract import Denied, Unavailable
from rules.model import Ref
from rules.text.sayings import Mention, MentionForm
from service.pipeline.apart import Apart
from service.pipeline.marks import never_read
from service.speech import pull_checks as speech
from service.speech.pull_checks import ForIssue, keys_in
from service.store import pull_checks
from service.store.clock import changing
from service.store.connection import reading
from service.store.failures import succeeded
from service.store.identities import Identities, Sighting
from service.store.kept_settings import restored_at
from service.store.leases import guard
from service.store.pull_checks import CheckState, KeptCheck
from service.store.readings import ALL_FACETS
from service.store.tables import issue
from service.store.verdicts import verdicts_on
from service.store.work import Lane, finish, mark, put_off, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Engine

    from connectors.checking import Check, Checker, PullRequest
    from connectors.contract import Touched
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Site, Sites
    from service.store.leases import Lease
    from service.store.work import Claim

LOG = structlog.get_logger()
GONE: Final = frozenset({404, 410})
AWAITED: Final = (Lane.READ, Lane.SCAN, Lane.JUDGE)
"""The lanes in which an issue may wait before anything is said of it."""
FIRST_WAIT: Final = 0.1
LONGEST_WAIT: Final = 30.0
NO_APP: Final = "it is not written: no App acts on this GitHub, and an App alone may write checks"
DRY_RUN: Final = "it is not written: [checks] mode is dry-run"


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks the pull requests of one site. ``wrote`` is told of each check that was written."""

    engine: Engine
    site: Site
    checker: Checker
    sites: Sites
    decisions: Decisions
    wrote: Callable[[str], None] = lambda _: None
    _apart: Apart = field(init=False)

    def __post_init__(self) -> None:
        """Failures are the lane's own."""
        object.__setattr__(self, "_apart", Apart(self.engine))

    async def look(self, lease: Lease, now: float, *, at_all: bool) -> None:
        """Marks the open pull requests of which nothing is known, or an earlier commit; or ``at_all`` of them."""
        for repository in sorted(self.site.checked):
            try:
                opened = await self.checker.opened(repository)
            except Denied as denied:
                LOG.warning("pull_requests_out_of_reach", repository=repository, reason=str(denied))
                continue
            await asyncio.to_thread(self._mark, opened, lease, now, at_all=at_all)

    async def check(self, claim: Claim, lease: Lease, now: float) -> None:
        """One pull request, which holds up no other if it fails. Raises ``Unavailable`` as ``Apart.attempt`` does."""
        await self._apart.attempt(Lane.CHECK, claim, self._check(claim, lease, now), lease, now)

    async def _check(self, claim: Claim, lease: Lease, now: float) -> None:
        ref = await asyncio.to_thread(self._ref, claim)
        pull = None if ref is None else await self._pull(ref)
        if pull is None:
            await asyncio.to_thread(self._forget, claim, lease)
            return
        issues = await asyncio.to_thread(self._issues, claim, pull, lease, now)
        if issues is not None:
            await self._settle(claim, pull, issues, lease, now)
            await asyncio.to_thread(self._finish, claim, lease)

    async def _pull(self, ref: Ref) -> PullRequest | None:
        found = await self.checker.pull(ref)
        self._apart.answered()
        return found

    async def _settle(
        self, claim: Claim, pull: PullRequest, issues: Sequence[ForIssue], lease: Lease, now: float
    ) -> None:
        """Has the check say what there is to be said, where it does not yet."""
        here = await asyncio.to_thread(self._kept, claim, pull.head)
        words = speech.Checking(pull.ref, self.decisions.policy.visibility, self.decisions.operator)
        check = words.check(issues, pull.head, f"{self.site.name} {pull.node_id}", begun=here.begun)
        if check is None:
            await asyncio.to_thread(
                self._keep, replace(here, digest=_digest(None), conclusion="", title="", note="", at=now), lease
            )
            return
        wanted = replace(
            here, digest=_digest(check), conclusion=check.conclusion.value, title=check.title, note="", at=now
        )
        why_not = self._why_not()
        if why_not:
            await asyncio.to_thread(self._keep, replace(wanted, state=CheckState.SHOWN, note=why_not), lease)
        elif here.state is not CheckState.SAID or here.digest != wanted.digest:
            await self._say(pull, check, here, wanted, lease)
        LOG.info("checked", pull=str(pull.ref), conclusion=check.conclusion.value, written=not why_not)

    async def _say(self, pull: PullRequest, check: Check, before: KeptCheck, wanted: KeptCheck, lease: Lease) -> None:
        """Keeps that it is about to be said, says it, and keeps that it was."""
        run = before.run
        if before.state is CheckState.SAYING and not run:
            run = await self.checker.find(pull, check.mark)
        about = replace(wanted, run=run, state=CheckState.SAYING)
        await asyncio.to_thread(self._keep, about, lease)
        try:
            written = await self._written(pull, check, run)
        except Denied as denied:
            LOG.warning("checking_denied", pull=str(pull.ref), reason=str(denied))
            refused = replace(about, state=CheckState.SHOWN, digest="", note=f"it is not written: {denied}")
            await asyncio.to_thread(self._keep, refused, lease)
            return
        except Unavailable as unavailable:
            if not unavailable.outcome_unknown:
                await asyncio.to_thread(self._keep, replace(before, run=run, note=str(unavailable)), lease)
            raise
        self.wrote("check")
        await asyncio.to_thread(self._keep, replace(wanted, run=written, state=CheckState.SAID), lease)

    async def _written(self, pull: PullRequest, check: Check, run: str) -> str:
        """The id of what was written: of another check where the one that stood there is gone."""
        try:
            return await self.checker.put(pull, check, run)
        except Denied as denied:
            if not run or denied.status not in GONE:
                raise
        return await self.checker.put(pull, check)

    def _why_not(self) -> str:
        if self.decisions.settings.checks.mode != "live":
            return DRY_RUN
        return "" if self.checker.may_write else NO_APP

    def _issues(self, claim: Claim, pull: PullRequest, lease: Lease, now: float) -> list[ForIssue] | None:
        """What was found on the issues that it is for; ``None`` where these are to be read or judged first."""
        refs = self._named(pull)
        with changing(self.engine) as (connection, _):
            guard(connection, lease)
            identities = Identities(connection)
            identities.enter(map(Sighting, refs))
            rows = {ref: identities.of(ref) for ref in refs}
            pull_checks.name(connection, claim.issue_id, rows.values())
            self._have_read(connection, rows, now)
            if any(waiting(connection, lane, list(rows.values())) for lane in AWAITED):
                wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(claim.attempts, 20))
                put_off(connection, Lane.CHECK, [claim], now + wait)
                return None
            verdicts = verdicts_on(connection, list(rows.values()))
            if any(one.stale for one in verdicts.values()):  # it is marked again when they are not
                finish(connection, Lane.CHECK, [claim])
                return None
        return [ForIssue(ref, refs[ref], verdicts[row].findings) for ref, row in rows.items() if row in verdicts]

    def _named(self, pull: PullRequest) -> dict[Ref, bool]:
        """The issues that a pull request is for, and whether its branch or its title names them."""
        addresses, decisions = self.decisions.settings.addresses(), self.decisions
        mentioned = (addresses.resolve(Mention(MentionForm.KEY, key)) for key in keys_in(pull.branch, pull.title))
        written = [ref for ref in mentioned if ref is not None and decisions.is_configured(ref)]
        return dict.fromkeys(pull.closes, False) | dict.fromkeys(written, True)

    def _have_read(self, connection: Connection, rows: Mapping[Ref, int], now: float) -> None:
        """Has issues read that nobody knew of, where they can be."""
        readable = sorted(row for ref, row in rows.items() if self.sites.readable(ref.site))
        fresh = dict.fromkeys(never_read(connection, readable), ALL_FACETS)
        mark(connection, Lane.READ, fresh, now, fresh)

    def _mark(self, opened: Sequence[tuple[Touched, str]], lease: Lease, now: float, *, at_all: bool) -> None:
        with changing(self.engine) as (connection, _):
            guard(connection, lease)
            known, identities = pull_checks.heads(connection, self.site.name), Identities(connection)
            identities.enter(Sighting(one.ref, one.vendor_id, one.node_id) for one, _ in opened)
            rows = {identities.of(one.ref): head for one, head in opened}
            mark(connection, Lane.CHECK, [row for row, head in rows.items() if at_all or known.get(row) != head], now)

    def _ref(self, claim: Claim) -> Ref | None:
        """Where a pull request is, if its repository wants checks."""
        with reading(self.engine) as connection:
            wanted = select(issue.c.site, issue.c.ref).where(issue.c.id == claim.issue_id)
            row = connection.execute(wanted).one_or_none()
        ref = None if row is None else Ref(row.site, row.ref)
        return ref if ref is not None and ref.container.casefold() in self.site.checked else None

    def _kept(self, claim: Claim, head: str) -> KeptCheck:
        """What is known to stand beside a commit: in a store that was restored, there may be more."""
        with reading(self.engine) as connection:
            kept = pull_checks.kept_on(connection, claim.issue_id) or KeptCheck(claim.issue_id)
            older = kept.at < restored_at(connection)
        here = kept if kept.head == head else KeptCheck(claim.issue_id, head)
        return replace(here, state=CheckState.SAYING) if older else here

    def _keep(self, check: KeptCheck, lease: Lease) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            pull_checks.keep(connection, check)

    def _forget(self, claim: Claim, lease: Lease) -> None:
        """It is closed, out of reach, or not wanted any more."""
        with self.engine.begin() as connection:
            guard(connection, lease)
            pull_checks.forget(connection, claim.issue_id)
            finish(connection, Lane.CHECK, [claim])
            succeeded(connection, Lane.CHECK, [claim])

    def _finish(self, claim: Claim, lease: Lease) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            finish(connection, Lane.CHECK, [claim])
            succeeded(connection, Lane.CHECK, [claim])


def _digest(check: Check | None) -> str:
    """Of all that a check says."""
    said = [] if check is None else [check.conclusion.value, check.title, check.summary, check.url]
    return sha256(json.dumps(said).encode()).hexdigest()
