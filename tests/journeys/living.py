"""Detour beside made-up trackers: real HTTP both ways, a real store, and the wiring of ``detour serve``.

A test that asks for ``tracker`` can be lived on GitHub, on Jira Cloud and on Jira Data Center; ``only("github")`` as
its module's ``pytestmark`` keeps it to some of them. ``choice`` says where, and with which store, this run lives it.
"""

import time
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from service.demonstration.stage import Stage, on_stage
from service.settings import load
from service.store.connection import reading
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on
from tests.journeys.trackers import OPENERS

CONFIGURATION = """
{tables}
[teams.web]
owns = ["github:acme/web", "jira:WEB"]
members = {members}
{outlet}
[teams.payments]
owns = ["github:acme/pay", "jira:PAY"]
[schedule]
audit = "{schedule}"
[comments]
mode = "{mode}"
budget = {budget}
{more}
"""
PLENTY = 1000
"""New comments a day: a journey's day has more to say than a team would want to hear."""


def only(*names):
    """Keeps a module's tests to some trackers."""
    return pytest.mark.parametrize("tracker", names, indirect=True)


def configuration(
    *trackers, mode="live", more="", members=(), outlet="", budget=PLENTY, schedule="never", **credentials
):
    """The text of a ``detour.toml`` for an organisation of two teams.

    ``members`` are the web team's accounts, and ``outlet`` is where that is told what changed. Audits are asked for,
    unless there is a ``schedule``: a day has its own hour for them.
    """
    tables = "".join(tracker.table(**credentials) for tracker in trackers)
    told = {"mode": mode, "more": more, "members": list(members), "outlet": outlet}
    told |= {"budget": budget, "schedule": schedule}
    return CONFIGURATION.format(tables=tables, **told)


class Detour(Stage):
    """A service that runs on a store, and what tests ask of it."""

    def until(self, happened, seconds=20):
        """Waits for something that leaves work undone."""
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def verdict(self, ref):
        with reading(self.engine) as connection:
            wanted = select(issue_table.c.id).where(issue_table.c.ref == ref)
            [one] = connection.execute(wanted).scalars()
            return verdicts_on(connection, [one]).get(one)


@contextmanager
def serving(trackers, engine, path, *, seconds_between_writes=0.0, **choices):
    """A service in a thread of this process, which may receive the webhooks of one tracker or several."""
    trackers = trackers if isinstance(trackers, tuple) else (trackers,)
    path.write_text(configuration(*trackers, **choices))
    hubs = tuple(tracker.hub for tracker in trackers)
    with on_stage(hubs, engine, load(path, {}), seconds_between_writes=seconds_between_writes) as stage:
        yield Detour(stage.trackers, stage.engine, stage.address)


@pytest.fixture(params=OPENERS)
def tracker(request):
    with OPENERS[request.param]() as tracker:
        yield tracker


@pytest.fixture
def hub(tracker):
    return tracker.hub


@pytest.fixture
def live(tracker, store, tmp_path):
    """A live service, and the webhooks of the organisation go to it."""
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        yield live
