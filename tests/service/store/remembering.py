"""Puts drawn organisations into a store as a tracker's readings would bring them, and judges what the store has."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from connectors.contract import End, Facet, Look
from rules.addresses import Addresses, Site
from rules.assembly import model_of
from rules.engine import run
from rules.graph import Graph
from rules.sayings import ends_of
from rules.statements import Acknowledgement, Child, Duplicate, Fallback, Migration, Source, Wait, Waiver
from service.store.clock import next_tick
from service.store.documents import body_of
from service.store.identities import Identities, Sighting
from service.store.memory import Memory
from service.store.readings import Reading
from service.store.statements import Key, Statements, Ticks
from service.understanding import Understanding
from tests.drawing import SITE, TODAY, on_issues

BOTH = frozenset(End)
ITSELF = frozenset({End.FIRST})
WITNESSES = {
    Wait: ITSELF,
    Child: BOTH,
    Fallback: BOTH,
    Duplicate: ITSELF,
    Migration: ITSELF,
    Acknowledgement: ITSELF,
}
ADDRESSES = Addresses([Site(SITE, "acme.example", ("A", "B", "C", "D")), Site("github/acme", "github.com", ("acme",))])
MEMORY = Memory(WITNESSES, frozenset(Facet) - {Facet.REMOTE}, Understanding(ADDRESSES))
ALL = frozenset({Facet.CORE, Facet.LINKS})


@contextmanager
def passing(store):
    """A transaction that changes the model and leaves nothing behind."""
    with store.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def native(said):
    """The same statement, as the tracker itself would say it: drawn keys are too short for the grammar."""
    return said if isinstance(said, Waiver) else replace(said, said=replace(said.said, source=Source.NATIVE))


def look(facts, *, facets=ALL, complete=ALL):
    """An issue as a client's reading has it."""
    said = tuple(map(native, facts.statements))
    return Look(facts.issue.ref, replace(facts, statements=said), facets, complete)


def remember(connection, *looks, memory=MEMORY, comments=None):
    """One reading of several issues, now."""
    start, finish = next_tick(connection), next_tick(connection)
    return memory.remember(connection, [Reading(one, start, finish, comments) for one in looks])


def accept(connection, *several):
    """The waivers of issues, as commands would give them until the next reading: no tracker has any of its own."""
    start, finish = next_tick(connection), next_tick(connection)
    identities = Identities(connection)
    for facts in several:
        waivers = [one for one in facts.statements if isinstance(one, Waiver)]
        named = [end for one in waivers for end in ends_of(one) if end is not None]
        identities.enter(map(Sighting, [facts.issue.ref, *named]))
        here = identities.of(facts.issue.ref)
        statements = Statements(connection, [here])
        said = [(Key.of(one, identities, here), body_of(one)) for one in waivers]
        statements.replace_own(here, frozenset({Source.COMMAND}), said, Ticks(start, finish, here))
        statements.write()


def judged(neighbourhood, policy, inside=None):
    """What all rules on single issues find by the store's facts, or that on some addresses."""
    assembled = model_of(neighbourhood.heard, policy, in_scope=lambda _: True, known=neighbourhood.knows)
    mask = None
    if inside is not None:
        mask = np.zeros(len(assembled.columns), dtype=bool)
        rows = [assembled.register.find(one) for one in inside]
        mask[[row for row in rows if row is not None]] = True
    outcome = run(Graph(assembled.columns, as_of=TODAY, policy=policy, inside=mask), on_issues(policy))
    assert not outcome.crashes
    return outcome.findings
