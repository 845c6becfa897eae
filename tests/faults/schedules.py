"""Random schedules: webhooks that are doubled, reversed, late or lost, and requests that fail in every way.

All of one follows from its seed: who does what, and what goes wrong. Only which request meets a fault is up to the
clock. In the end Detour audits, and then there stands what a single clean audit, by an empty store, would say.
"""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest import mock

import httpx
from sqlalchemy import select

from connectors.github import transport as github_transport
from connectors.github import writes as github_writes
from connectors.jira import transport as jira_transport
from connectors.jira import writes as jira_writes
from connectors.simulator import failures
from service.auditor import Auditor
from service.jobs import auditing as audit_lane
from service.jobs import lane
from service.pipeline.audits import Auditing, Order
from service.pipeline.decisions import Decisions
from service.settings import load
from service.speech.briefs import briefs_for
from service.speech.comments import comments_for
from service.speech.markers import Role
from service.speech.markups import rendered
from service.speech.remarks import Tone
from service.store import audits
from service.store import failures as failing
from service.store.briefs import briefs_on
from service.store.connection import open_store, reading, upgrade
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on
from service.wiring import sites_of
from tests.faults.words import lasting
from tests.journeys.lives import LATE, Life, clears_up
from tests.journeys.living import configuration, serving
from tests.journeys.trackers import OPENERS
from tests.journeys.under_load import generations

STEPS = 40
STORMY = 0.4
"""How often something goes wrong between two deeds, beside what comes as they live."""
READ_TIMEOUT, WRITE_TIMEOUT = 0.4, 1
"""Seconds after which a tracker that says nothing is given up here; PyGithub takes whole ones only."""
SETTLED = 60
WITHOUT_ODDS = '[policy]\nignore = ["danger-zone"]\n'
"""That rule is about odds, which a service learns by the hour, and an audit from all that it has just read."""
BEGINS = (Tone.SPOKEN, Tone.QUIET, Tone.ASKED)
"""The tones of what begins a comment: any other stands only where one was begun."""


@dataclass
class Outcome:
    """What differs in the end from what one clean audit says, what is doubled, and what was given up."""

    different: list
    doubled: list
    dead: int
    comments: int

    @property
    def calm(self):
        """Whether nothing came of it all."""
        return not (self.different or self.doubled or self.dead)


def lived(name, store_url, folder, seed, steps=STEPS):
    """Lives one schedule on a tracker (``github``, ``cloud`` or ``datacenter``); an ``Outcome``."""
    with _hasty(), OPENERS[name]() as tracker, ExitStack() as stack:
        engine = stack.enter_context(_opened(store_url))
        path = folder / f"{name}-{seed}.toml"
        detour = stack.enter_context(serving(tracker, engine, path, more=WITHOUT_ODDS))
        life = Life(seed, (tracker,), weather)
        orders = Auditing(engine, Decisions(load(path, {})), sites_of(load(path, {})))
        audited(detour, orders)  # what a site's first audit finds is taken as known
        tracker.tells(detour)
        for place, blocker in ((0, 1), (3, 2)):
            life.mia[tracker].blocks(life.issues[place][1], by=life.issues[blocker][1])
        for _ in range(steps):
            if life.dice.random() < STORMY:
                weather(life.dice, tracker)
            life.step()
        clears_up((tracker,))
        detour.settled(SETTLED)
        audited(detour, orders)
        wanted = said_by_a_clean_audit(tracker, folder, seed)
        shown = {(issue.ref, role): texts for _, issue in life.issues for role, texts in ours_on(tracker, issue)}
        return Outcome(
            differences(shown, wanted, begun(engine)),
            [one for one, count in Counter(generations((tracker.hub,))).items() if count > 1],
            Deliveries(engine).counts()[DeliveryState.DEAD] + dead_work(engine),
            sum(map(len, shown.values())),
        )


def weather(dice, tracker):
    """One thing that goes wrong."""
    hub, times = tracker.hub, dice.randint(1, 3)
    dice.choice(
        [
            lambda: hub.loses_webhooks(2 * times),
            lambda: hub.doubles_webhooks(times),
            lambda: hub.delays_webhooks(LATE * dice.random(), times),
            lambda: hub.redeliver(*dice.sample(hub.deliveries, min(4, len(hub.deliveries)))),
            hub.sender.hold,
            lambda: releases(hub, dice),
            *[lambda: hub.fails(fault_of(tracker, dice), *where(tracker, dice))] * 2,
            lambda: hub.fails(fault_of(tracker, dice), *where(tracker, dice), times=times),
        ]
    )()


def releases(hub, dice):
    """What was held comes at last, the other way round or anyhow."""
    held = hub.sender.hold()
    dice.choice([held.reverse, lambda: dice.shuffle(held)])()
    hub.sender.release()


def fault_of(tracker, dice):
    """What happens to a request: a limit, a server's error, a time-out, or a connection that ends."""
    return dice.choice(
        [
            *tracker.limited,
            failures.server_error(dice.choice([500, 502, 503, 504])),
            *[failures.bad_gateway_afterwards(), failures.dropped_afterwards()] * 2,
            failures.dropped(),
            failures.slow(1.2 * WRITE_TIMEOUT),
        ]
    )


def where(tracker, dice):
    """Which requests."""
    others = [tracker.edited_comment, tracker.reading, tracker.thread, ("*", "*")]
    return dice.choice([*[tracker.new_comment] * 3, *others])


def audited(detour, orders):
    """Waits for a whole audit, ordered as a page does, and for what comes of it."""
    order = Order(sites=tuple(orders.sites.by_name), asked_by=audits.PAGE, full=True)
    orders.begin(order, time.time())
    detour.until(lambda: under_way(detour.engine) is None, SETTLED)
    detour.settled(SETTLED)


def under_way(engine):
    with reading(engine) as connection:
        return audits.under_way(connection, audits.PAGE)


def ours_on(tracker, issue):
    """What people read of us on an issue, by role."""
    found = [one for one in tracker.hub.comments_of(issue) if one.author == tracker.hub.bot.login]
    for role in Role:
        yield role.value, [tracker.text(one) for one in found if tracker.role(one) == role.value]


def said_by_a_clean_audit(tracker, folder, seed):
    """What ``detour audit --comments`` tells of an empty store, as people would read it on the tracker."""
    path = folder / f"clean-{tracker.name}-{seed}.toml"
    path.write_text(configuration(tracker, more=WITHOUT_ODDS))
    settings = load(path, {})
    sites = sites_of(settings)
    with _opened(f"sqlite:///{path.with_suffix('.db')}") as engine:
        found = asyncio.run(_audit(Auditing(engine, Decisions(settings), sites), sites))
    markup = sites.by_name[tracker.site].client.markup
    operator = Decisions(settings).operator
    verdicts = comments_for(found.graph, found.findings, found.assembled, operator=operator)
    said = {(issue.ref.text, Role.VERDICT.value): document for issue, document in verdicts}
    briefs = briefs_for(found.graph, found.assembled, operator=operator)
    said |= {(ref.text, Role.BRIEF.value): one.document for ref, one in briefs.items() if one.tone is Tone.ASKED}
    return {key: tracker.words(rendered(document, markup)) for key, document in said.items()}


async def _audit(auditing, sites):
    order = Order(sites=tuple(sites.by_name), asked_by="command", full=True)
    audit = await Auditor(auditing, sites, mock.Mock()).read(order)
    for site in sites.by_name.values():
        await site.close()
    return auditing.conclude(audit, time.time())


def begun(engine):
    """By address and role: whether the disturbed Detour wants a comment begun there."""
    with reading(engine) as connection:
        rows = connection.execute(select(issue_table.c.id, issue_table.c.ref)).all()
        numbers = [row.id for row in rows]
        verdicts, briefs = verdicts_on(connection, numbers), briefs_on(connection, numbers)
    made = {(row.ref, Role.VERDICT.value): verdicts.get(row.id) for row in rows}
    made |= {(row.ref, Role.BRIEF.value): briefs.get(row.id) for row in rows}
    return {key: one is not None and one.remark is not None and one.remark.tone in BEGINS for key, one in made.items()}


def differences(shown, wanted, begun):
    """Where people read something else: a comment that folded may stand where an empty store says nothing."""
    found = []
    for key, texts in sorted(shown.items()):
        said = wanted.get(key)
        folded = said is None and len(texts) == 1 and not begun.get(key)
        same = list(map(lasting, texts)) == ([] if said is None else [lasting(said)])
        if not same and not folded:
            found.append((*key, texts, said))
    return found


def dead_work(engine):
    """How much was given up."""
    with reading(engine) as connection:
        return len(connection.execute(select(failing.table).where(failing.table.c.dead)).all())


@contextmanager
def _opened(url):
    engine = open_store(url)
    upgrade(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _hasty():
    """Pauses and time-outs of a schedule that does not last for hours."""
    soon = {lane: {"FIRST_PAUSE": 0.05, "LONGEST_PAUSE": 0.4}, failing: {"FIRST_PAUSE": 0.05, "LONGEST_PAUSE": 0.4}}
    soon |= {one: {"TIMEOUTS": httpx.Timeout(READ_TIMEOUT)} for one in (github_transport, jira_transport)}
    soon[audit_lane] = {"LOOK_SECONDS": 0.05, "BELIEF_SECONDS": 0.05}
    with ExitStack() as stack:
        for module, values in soon.items():
            stack.enter_context(mock.patch.multiple(module, **values))
        for module, seconds in ((github_writes, WRITE_TIMEOUT), (jira_writes, (WRITE_TIMEOUT, WRITE_TIMEOUT))):
            stack.enter_context(mock.patch.dict(module.Writes.__init__.__kwdefaults__, timeout=seconds))
        yield
