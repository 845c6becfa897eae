"""A made-up Jira of either kind, somebody who works on it, and what its webhooks bring."""

import pytest

from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.jira.asking import SECRET


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param) as desk:
        yield desk


@pytest.fixture
def mia(desk):
    return desk.person("mia", writes=("WEB", "PAY"))


@pytest.fixture
def arrived(desk):
    with receiver() as (url, arrived):
        desk.webhook_to(url, SECRET)
        yield arrived
