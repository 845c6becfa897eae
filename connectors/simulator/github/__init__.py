"""A GitHub on loopback: REST, GraphQL, webhooks and pages over one world of issues that people change.

    from connectors.simulator.github import simulated_github

    with simulated_github() as hub:
        mia = hub.person("mia", writes=("acme/web", "acme/pay"))
        hub.webhook_to(f"{detour}/webhooks/github/acme", "secret")
        blocker = mia.opens("acme/pay", "New ledger")
        issue = mia.opens("acme/web", "Checkout", "Blocked by: acme/pay#1", labels=["team-web"])
        mia.blocks(issue, by=blocker)
        hub.settled()                                  # every webhook has its answer
        client = GitHubClient(issues, TokenCredentials(hub.bot_token), hub.api_url)
        hub.fails(failures.bad_gateway_afterwards(), "POST", "*/comments", times=2)
        hub.comments_of(issue), hub.notifications_of(issue), hub.requests, hub.deliveries
        hub.api.secondary.exceeded                     # what was too much at once, in a minute, or to write; nothing

Addresses are those of an Enterprise host: ``hub.api_url`` ends in ``/api/v3``, queries go to ``/api/graphql``, people
look at ``hub.address``, and let things go wrong at ``/_simulator`` there. ``python -m connectors.simulator`` starts one
with a sample organisation. A repository is made when it is first named, and ``detour-bot`` may write in all of them.
"""

from connectors.simulator.github import failures
from connectors.simulator.github.hub import Hub, ShownComment, simulated_github
from connectors.simulator.github.people import Person
from connectors.simulator.requests import Asked, Moment

__all__ = ["Asked", "Hub", "Moment", "Person", "ShownComment", "failures", "simulated_github"]
