"""A Jira on loopback, Cloud or Data Center: its API, webhooks and pages over one world of issues that people change.

    from connectors.simulator.jira import simulated_jira

    with simulated_jira(flavor="datacenter") as desk:
        mia = desk.person("mia", writes=("WEB", "PAY"))
        desk.webhook_to(f"{detour}/webhooks/jira/acme", "secret")
        blocker = mia.opens("PAY", "New ledger")
        issue = mia.opens("WEB", "Checkout", "Blocked by: PAY-1")
        mia.blocks(issue, by=blocker)
        desk.settled()                                 # every webhook has its answer
        desk.fails(failures.bad_gateway_afterwards(), "POST", "*/comment", times=2)
        desk.api.quotas.points.most = 65_000           # what was one too many is in quotas.refused
        desk.comments_of(issue), desk.notifications_of(issue), desk.requests, desk.deliveries

A project is made when it is first named, and ``detour-bot`` administers all of them, but not Jira itself.
``python -m connectors.simulator --jira cloud`` (or ``datacenter``) starts one with a sample organisation.
"""

from connectors.simulator.jira import failures
from connectors.simulator.jira.desk import Desk, ShownComment, simulated_jira
from connectors.simulator.jira.people import Person
from connectors.simulator.requests import Asked, Moment

__all__ = ["Asked", "Desk", "Moment", "Person", "ShownComment", "failures", "simulated_jira"]
