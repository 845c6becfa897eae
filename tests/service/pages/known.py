"""Issues that a store knows as if they had been read and judged, and the settings of whoever runs it."""

import time

from service.pipeline.decisions import Decisions
from service.pipeline.judge import Judging
from service.settings import Settings
from service.store.identities import Identities, Sighting
from service.store.leases import Leases
from service.store.work import Claim
from tests.drawing import SITE
from tests.service.store.remembering import accept, look, remember

TEAMS = {
    slug: {"name": name, "owns": [f"jira:{key}"]}
    for slug, name, key in (("shop", "Shop", "SHOP"), ("pay", "Payments", "PAY"), ("ops", "Operations", "OPS"))
}
JIRA = {"name": "acme", "url": "https://acme.atlassian.net", "flavor": "cloud", "webhook_secrets": ["a-secret"]}
CONFIGURED = {"teams": TEAMS, "jira": [JIRA]}


def know(store, drawing, *, judged=True, **settings):
    """Everything that is drawn was read, and judged by the settings."""
    with store.begin() as connection:
        remember(connection, *map(look, drawing.facts.values()))
        accept(connection, *drawing.facts.values())
        identities = Identities(connection)
        identities.enter(Sighting(facts.issue.ref) for facts in drawing.facts.values())
        rows = [identities.of(facts.issue.ref) for facts in drawing.facts.values()]
    if judged:
        leases = Leases(store, "a test", 60)
        lease = leases.take(SITE, "judge")
        decisions = Decisions(Settings(**(CONFIGURED | settings)))
        Judging(store, decisions, speaks=True).judge([Claim(row, 1, 0, 0) for row in rows], lease, time.time())
        leases.give_back(lease)
