"""Puts drawn organisations into a store as a tracker's readings would bring them, and judges what the store has."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from connectors.contract import End, Facet, Look
from rules.addresses import Addresses, Site
from rules.assembly import assemble
from rules.engine import run
from rules.graph import Graph
from rules.model import Child, Duplicate, Fallback, Source, Wait
from service.store.clock import next_tick
from service.store.memory import Memory
from service.store.readings import Reading
from service.understanding import Understanding
from tests.drawing import SITE, TODAY, on_issues

BOTH = frozenset(End)
WITNESSES = {Wait: frozenset({End.FIRST}), Child: BOTH, Fallback: BOTH, Duplicate: frozenset({End.FIRST})}
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
    return replace(said, said=replace(said.said, source=Source.NATIVE)) if isinstance(said, Fallback) else said


def look(facts, *, facets=ALL, complete=ALL):
    """An issue as a client's reading has it."""
    said = tuple(map(native, facts.statements))
    return Look(facts.issue.ref, replace(facts, statements=said), facets, complete)


def remember(connection, *looks, memory=MEMORY, comments=None):
    """One reading of several issues, now."""
    start, finish = next_tick(connection), next_tick(connection)
    return memory.remember(connection, [Reading(one, start, finish, comments) for one in looks])


def judged(neighbourhood, policy, inside=None):
    """What all rules on single issues find by the store's facts, or that on some addresses."""
    assembled = assemble(neighbourhood.facts, policy, known=neighbourhood.knows)
    mask = None
    if inside is not None:
        mask = np.zeros(len(assembled.columns), dtype=bool)
        rows = [assembled.register.find(one) for one in inside]
        mask[[row for row in rows if row is not None]] = True
    outcome = run(Graph(assembled.columns, as_of=TODAY, policy=policy, inside=mask), on_issues(policy))
    assert not outcome.crashes
    return outcome.findings
