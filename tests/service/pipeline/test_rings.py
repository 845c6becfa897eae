"""What was looked at goes when it was looked at: a graph that stays until the collector comes holds all its issues."""

import gc
from contextlib import contextmanager

import pytest

from rules.graph import Graph
from rules.odds.outlook import Outlook
from rules.register import Entry
from service.pipeline.audits import Auditing, Order
from service.pipeline.learn import Learning
from service.pipeline.site import Sites
from service.pipeline.survey import Surveying
from service.store.leases import Leases
from tests.drawing import SITE
from tests.service.overview.drawn import planned, reported
from tests.service.pipeline.test_briefs import LIVE, Desk

PLANS = planned("A-1", "B-1").open("A-2").waits("A-1", "B-1").waits("B-1", "A-2")


@contextmanager
def uncollected():
    """Whether what is made meanwhile is gone at the end, although nobody collects."""
    gc.collect()
    gc.disable()
    before = held()
    try:
        yield
        assert held() == before
    finally:
        gc.enable()


def held():
    return [sum(type(one) is kind for one in gc.get_objects()) for kind in (Graph, Entry)]


@pytest.fixture
def desk(store):
    desk = Desk(store, LIVE)
    desk.knows(PLANS)
    return desk


def test_judging_leaves_no_graph_behind(desk):
    with uncollected():
        desk.judged("A-1")


def test_a_survey_leaves_no_graph_behind(desk):
    lease = Leases(desk.store, "test", 3600).take("", "survey")
    with uncollected():
        Surveying(desk.store, desk.decisions).survey(lease, 1000.0)


def test_an_audit_leaves_no_graph_behind(desk):
    auditing = Auditing(desk.store, desk.decisions, Sites({}))
    audit = auditing.begin(Order(sites=(SITE,), asked_by="mia"), 1000.0)
    with uncollected():
        auditing.conclude(audit, 1001.0)


def test_learning_leaves_no_graph_behind(desk):
    lease = Leases(desk.store, "test", 3600).take("", "learn")
    with uncollected():
        Learning(desk.store, desk.decisions).learn(lease, 1000.0)


def test_what_a_graph_forgot_it_works_out_anew():
    graph = reported(PLANS).audit.graph
    outlook, opened = graph.derived(Outlook), graph.open

    graph.forget()

    assert graph.derived(Outlook) is not outlook
    assert graph.derived(Outlook).plans == outlook.plans != []
    assert graph.open is not opened
    assert graph.open.tolist() == opened.tolist()
