"""A service in good health for the doctor to look at: three made-up trackers, a store, and whom it tells."""

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.simulator.github import simulated_github
from connectors.simulator.github.hub import Hub
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.desk import Desk
from connectors.simulator.serving import Answer, Loopback
from service.store.connection import open_store

CANARY = "canary-secret-of-webhooks"
BOT = "detour-bot"


@dataclass
class Clinic:
    """``tables`` become the configuration; sites have their tables at hand."""

    folder: Path
    hub: Hub
    cloud: Desk
    server: Desk
    public: str
    tables: dict = field(default_factory=dict)
    answers: int = 200
    provider: dict = field(default_factory=dict)

    def answer(self, request):
        """As our own service does, and the provider of sign-ins, which has the same address."""
        if request.path == "/.well-known/openid-configuration":
            return Answer(200 if self.provider else 404, json.dumps(self.provider).encode())
        return Answer(self.answers, b"alive\n")

    @property
    def github(self):
        return self.tables["github"][0]

    @property
    def jira(self):
        return self.tables["jira"][0]

    @property
    def data_center(self):
        return self.tables["jira"][1]

    @property
    def bot(self):
        return self.hub.bot.account

    @property
    def file(self):
        return self.folder / "detour.db"

    def address(self, site):
        return f"{self.public}/webhooks/{site}"

    def store(self):
        return open_store(f"sqlite:///{self.file}")

    def as_app(self):
        """The GitHub site by an App with a webhook of its own, in the place of a token; the App."""
        app = self.hub.installs_app(on=["acme"])
        del self.github["token"]
        self.github.update(app_id=app.id, private_key=app.private_key)
        self.hub.webhook_to(self.address("github/acme"), CANARY, app=app)
        return app

    def written(self):
        """The configuration's file."""
        path = self.folder / "detour.toml"
        path.write_text("".join(_table(name, body) for name, body in self.tables.items()))
        return path


@contextmanager
def clinic(folder, migrated):
    """Everything is well. The store is a copy of the file ``migrated``."""
    with (
        simulated_github() as hub,
        simulated_jira() as cloud,
        simulated_jira(flavor="datacenter") as server,
        Loopback(lambda request: found.answer(request)) as ours,  # noqa: PLW0108  # there is none yet
    ):
        found = Clinic(folder, hub, cloud, server, ours.address)
        hub.person("mia").opens("acme/web", "Checkout")
        hub.bot.account.scopes = "repo, admin:org_hook"
        hub.bot.account.token_expires = datetime.now(UTC) + timedelta(days=200, hours=1)
        hub.manages_webhooks("acme")
        hub.webhook_to(found.address("github/acme"), CANARY, owners=["acme"])
        for desk, key, site in ((cloud, "PAY", "jira/acme"), (server, "OPS", "jira/ops")):
            desk.person("mia", writes=(key,)).opens(key, "Ledger")
            desk.world.administrators.add(BOT)
            desk.webhook_to(found.address(site), CANARY)
        found.tables = _tables(found)
        found.provider = {name: f"{ours.address}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
        found.provider |= {"issuer": ours.address, "jwks_uri": f"{ours.address}/keys"}
        shutil.copy(migrated, found.file)
        yield found


def _tables(found):
    hub, cloud, server = found.hub, found.cloud, found.server
    github = {"name": "acme", "api_url": hub.api_url, "organizations": ["acme"], "token": hub.bot_token}
    jira = {"name": "acme", "url": cloud.address, "email": cloud.bot_email, "token": cloud.bot_token}
    ops = {"name": "ops", "url": server.address, "flavor": "datacenter", "token": server.bot_token}
    secrets = {"webhook_secrets": [CANARY]}
    openid = {"issuer": found.public, "client_id": "detour", "client_secret": CANARY}
    return {
        "github": [github | secrets],
        "jira": [jira | secrets | {"projects": ["PAY"]}, ops | secrets | {"projects": ["OPS"]}],
        "server": {"public_url": found.public},
        "store": {"url": f"sqlite:///{found.file}"},
        "comments": {"mode": "live"},
        "teams": {"payments": {"owns": ["jira:PAY"]}},
        "access": {"openid": openid, "roles": {"viewer": ["*"]}},
    }


def _table(name, body):
    if isinstance(body, list):
        return "".join(f"[[{name}]]\n{_keys(one)}" for one in body)
    if name == "teams":
        return "".join(_table(f"teams.{slug}", one) for slug, one in body.items())
    return f"[{name}]\n{_keys(body)}"


def _keys(body):
    return "".join(f"{key} = {_value(value)}\n" for key, value in body.items()) + "\n"


def _value(value):
    """JSON's words and lists are TOML's, and its objects are not."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_value(one)}' for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)
