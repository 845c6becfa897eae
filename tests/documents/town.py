"""Where the commands of the pages run: made-up trackers, a configuration, and a store that an audit has filled."""

import json
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.cli import main
from tests.documents.reading import ROOT

CONFIGURATION = """
[store]
url = "sqlite:///{store}"
[server]
public_url = "http://127.0.0.1:8000"
[[github]]
name = "acme"
api_url = "{github.api_url}"
organizations = ["acme"]
token = "{github.bot_token}"
webhook_secrets = ["secret"]
[[jira]]
name = "acme"
url = "{jira.address}"
email = "{jira.bot_email}"
token = "{jira.bot_token}"
webhook_secrets = ["secret"]
projects = ["PAY", "SHOP"]
[teams.payments]
owns = ["jira:PAY"]
[teams.web]
owns = ["jira:SHOP", "github:acme/web"]
[checks]
repositories = ["acme/web"]
"""
SAVED = ("issues.json", "YOUR-EXPORT.json")
VARIABLES = {"STORE": "sqlite:///copied.db"}


@contextmanager
def town(folder):
    """The folder in which commands run, with all that the pages speak of."""
    with simulated_github() as github, simulated_jira() as jira:
        _people(github, jira)
        for name, store in (("detour.toml", "detour.db"), ("cluster.toml", "copied.db")):
            (folder / name).write_text(CONFIGURATION.format(store=store, github=github, jira=jira))
        for name in SAVED:
            shutil.copy(ROOT / "tests" / "acme" / "jira.json", folder / name)
        before = os.environ | {}
        os.environ.update(VARIABLES)
        try:
            main(["audit", "--config", "detour.toml", "--format", "json", "--output", "EARLIER.json"])
            structlog.reset_defaults()
            assert json.loads((folder / "EARLIER.json").read_text())["findings"]
            yield folder
        finally:
            for name in VARIABLES:
                os.environ.pop(name, None)
            os.environ.update(before)


def _people(github, jira):
    """``acme/web#1`` and ``SHOP-12`` wait on ``PAY-311``."""
    noor, mia = jira.person("noor", writes=("PAY", "SHOP")), github.person("mia", writes=("acme/web",))
    for project, number in (("PAY", 310), ("SHOP", 11)):
        noor.opens(project, "The first one")
        jira.world.projects[project].numbers = number
    asked, waiting = noor.opens("PAY", "New ledger"), noor.opens("SHOP", "Checkout")
    noor.blocks(waiting, by=asked)
    issue = mia.opens("acme/web", "Checkout on the web", "Blocked by: PAY-311")
    mia.sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
