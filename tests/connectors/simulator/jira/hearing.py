"""What Detour hears of a made-up Jira, through its own verification and normalisation."""

import json

from tests.connectors.simulator.jira.asking import connector


def heard(desk, arrived):
    """What was heard since the last time: each event, its body, and what it says."""
    desk.settled()
    taken, arrived[:] = list(arrived), []
    deliveries = [connector(desk).verify(headers, body) for headers, body, _ in taken]
    return [(one.event, json.loads(one.body), connector(desk).normalize(one)) for one in deliveries]


def events(heard_all):
    return [event for event, _, _ in heard_all]


def refs(said):
    return [touched.ref.text for touched in said.touched]
