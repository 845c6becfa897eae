"""The made-up trackers on which journeys are lived, and what differs between them."""

import json
import re
from contextlib import contextmanager

from connectors.simulator.github import failures as github_failures
from connectors.simulator.github import simulated_github
from connectors.simulator.jira import failures as jira_failures
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.texts import plain
from service.demonstration.plain import unmarked

SECRET = "journey-secret"
ROLE = re.compile(r"\bv1 ([a-z-]+) [0-9]+ [0-9a-f]{64}")
GITHUB = """
[[github]]
name = "acme"
api_url = "{api_url}"
organizations = ["acme"]
webhook_secrets = ["{secret}"]
{credentials}
"""
JIRA = """
[[jira]]
name = "{name}"
url = "{url}"
flavor = "{flavor}"
projects = [{projects}]
webhook_secrets = ["{secret}"]
{credentials}
{more}
"""


class OnGitHub:
    """A GitHub with an organisation of three repositories."""

    name, site, dropped = "github", "github/acme", "not_planned"
    web, pay, ops = "acme/web", "acme/pay", "acme/ops"
    new_comment, edited_comment = ("POST", "*/comments"), ("PATCH", "*/comments/*")
    reading, thread = ("POST", "*/graphql"), ("GET", "*/comments")
    failures = github_failures
    limited = (github_failures.too_many_requests(1), github_failures.secondary_limit(1))

    def __init__(self, hub):
        self.hub = hub

    def table(self, *, token=True, app=None, files=""):
        """Its part of a ``detour.toml``. ``files`` is a folder in which its secrets stand."""
        credentials = f'token = "{self.hub.bot_token}"' if token else ""
        if files:
            credentials = f'token_file = "{files}/token"'
        if app is not None:
            key = f'private_key_file = "{files}/key"' if files else f'private_key = """{app.private_key}"""'
            credentials = f"app_id = {app.id}\n{key}"
        table = GITHUB.format(api_url=self.hub.api_url, secret=SECRET, credentials=credentials)
        return in_files(table, files) if files else table

    def rotates_token(self, token):
        """The account gets another token; the one that it had is good for nothing from now on."""
        account = self.hub.world.tokens.pop(self.hub.bot_token)
        self.hub.world.tokens[token] = account

    def tells(self, live, **options):
        """Its webhooks go to a service from now on."""
        self.hub.webhook_to(f"{live.address}/webhooks/{self.site}", SECRET, **options)

    def ref(self, number, place=None):
        return f"{place or self.web}#{number}"

    def text(self, comment):
        """What people read of a comment."""
        return self.words(comment.body)

    def words(self, body):
        """What people read of a comment's body as it is sent."""
        shown = unmarked(body.partition("<!--")[0])
        return re.sub(r"</?(?:details|summary)>", "", shown).strip()

    def role(self, comment):
        """What our comment is for: ``verdict`` or ``need-brief``, as its hidden mark says."""
        return ROLE.search(comment.body).group(1)

    def account(self, person):
        """Somebody as configuration names people."""
        return f"github:@{person.login}"

    def is_fallback(self, mia, issue, ticket):
        """The tracker's own way to say that a ticket is the way out."""
        mia.labels(ticket, "fallback")
        mia.adds_part(issue, ticket)

    def loses_access(self):
        self.hub.protects("acme")

    def regains_access(self):
        self.hub.protects("acme", protected=False)

    def readings(self):
        """How often issues were read."""
        return sum(asked.path.endswith("/graphql") for asked in self.hub.requests)


class OnJira:
    """A Jira with three projects."""

    site, dropped = "jira/acme", "not_planned"
    web, pay, ops = "WEB", "PAY", "OPS"
    new_comment, edited_comment = ("POST", "*/comment"), ("PUT", "*/comment/*")
    thread = ("GET", "*/comment")
    failures = jira_failures
    limited = (jira_failures.too_many_requests(1),)

    def __init__(self, desk):
        self.hub = desk
        self.more = ""
        self.projects = ("WEB", "PAY", "OPS", "DESK")
        self.name = f"jira {desk.flavor}"
        self.reading = ("POST", "*/issue/bulkfetch" if desk.flavor == "cloud" else "*/search")

    def table(self, *, token=True, files="", **_):
        """Its part of a ``detour.toml``. ``files`` is a folder in which its secrets stand."""
        email = f'email = "{self.hub.bot_email}"\n' if self.hub.flavor == "cloud" else ""
        credentials = f'{email}token = "{self.hub.bot_token}"' if token else ""
        if files:
            credentials = f'{email}token_file = "{files}/token"'
        told = {"url": self.hub.address, "flavor": self.hub.flavor, "secret": SECRET, "credentials": credentials}
        told |= {"more": self.more, "projects": ", ".join(f'"{key}"' for key in self.projects)}
        table = JIRA.format(name=self.site.partition("/")[2], **told)
        return in_files(table, files) if files else table

    def rotates_token(self, token):
        """The account gets another token; the one that it had is good for nothing from now on."""
        self.hub.world.accounts[self.hub.bot.login].token = token

    def tells(self, live):
        """Its webhooks go to a service from now on."""
        self.hub.webhook_to(f"{live.address}/webhooks/{self.site}", SECRET)

    def ref(self, number, place=None):
        return f"{place or self.web}-{number}"

    def text(self, comment):
        """What people read of a comment."""
        return comment.text

    def words(self, body):
        """What people read of a comment's body as it is sent: a document to Cloud, wiki markup to a Data Center."""
        return plain(json.loads(body) if self.hub.flavor == "cloud" else body)

    def role(self, comment):
        """What our comment is for: ``verdict`` or ``need-brief``, as its hidden mark says."""
        return ROLE.search(str(comment.properties)).group(1)

    def account(self, person):
        """Somebody as configuration names people."""
        return f"jira:{person.account.id if self.hub.flavor == 'cloud' else person.login}"

    def is_fallback(self, mia, issue, ticket):
        """The tracker's own way to say that a ticket is the way out."""
        mia.links(ticket, issue, "Fallback")

    def loses_access(self):
        for project in self.hub.world.projects.values():
            project.roles[self.hub.bot.login] = "none"

    def regains_access(self):
        for project in self.hub.world.projects.values():
            del project.roles[self.hub.bot.login]

    def readings(self):
        """How often issues were read."""
        return sum(asked.path.endswith(self.reading[1][1:]) for asked in self.hub.requests)


def in_files(table, folder):
    """The same table, with the secrets of webhooks in a file."""
    return table.replace(f'webhook_secrets = ["{SECRET}"]', f'webhook_secrets_file = "{folder}/webhooks"')


@contextmanager
def github():
    with simulated_github() as hub:
        yield OnGitHub(hub)


@contextmanager
def jira(flavor="cloud", site="jira/acme"):
    with simulated_jira(flavor=flavor) as desk:
        tracker = OnJira(desk)
        tracker.site = site
        yield tracker


OPENERS = {"github": github, "cloud": jira, "datacenter": lambda: jira("datacenter")}
