"""A program of the organisation is told what came and went, and can tell that it was Detour who said so."""

import pytest
from standardwebhooks.webhooks import Webhook

from service.store.connection import reading
from service.store.surveys import taken
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation
from tests.service.outgoing.receivers import program

pytestmark = only("github")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def planning(monkeypatch):
    monkeypatch.setattr("service.pipeline.survey.SOONEST_SECONDS", 0.1)
    monkeypatch.setattr("service.store.notifications.PAUSES", (0.1, 0.1, 0.1))
    with program() as one:
        yield one


def told(program, count):
    """What the messages say, once there are so many: each finding by what happened, its rule and its issue."""
    messages = [Webhook(SECRET).verify(body, headers) for headers, body in program.wait_for(count)]
    return [
        (one["type"], finding["name"], finding["issue"]["ref"])
        for one in messages
        for finding in one["data"]["findings"]
    ]


def test_it_is_told_of_a_finding_and_of_its_end_even_if_it_was_away(tracker, store, tmp_path, planning):
    table = f'[[webhooks]]\nname = "planning"\nurl = "{planning.url}"\nsecret = "{SECRET}"\nprivate = true\n'
    table += 'events = ["finding.opened", "finding.resolved"]\nteams = ["web"]\n'
    with serving(tracker, store, tmp_path / "detour.toml", more=table) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        live.until(lambda: looked(store))
        planning.answer((503, {}), (500, {}))

        acme.links()
        opened = told(planning, 3)
        acme.fallback()
        resolved = told(planning, 5)[3:]

    assert ("finding.opened", "missing-fallback", acme.waiting.ref) in opened
    assert ("finding.resolved", "missing-fallback", acme.waiting.ref) in resolved
    names = [headers["webhook-id"] for headers, _ in planning.received]
    assert len(set(names[:3])) < 3


def looked(store):
    with reading(store) as connection:
        return taken(connection) is not None
