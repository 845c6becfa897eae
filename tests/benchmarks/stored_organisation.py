"""Puts a made-up organisation on a Jira into a store, as if it had been read page by page, and surveys it."""

from __future__ import annotations

import json
import time
from itertools import islice

from connectors.contract import Facet, Look
from service.pipeline.decisions import Decisions
from service.pipeline.survey import Surveying
from service.saved import SavedIssues
from service.settings import load
from service.store.clock import changing
from service.store.leases import Leases
from service.store.readings import Reading
from service.wiring import sites_of
from tests.organisation import Shape, draw, jira_documents
from tests.organisation.names import SITE

PAGE = 1_000
ISSUES_PER_TEAM = 500
BOTH = frozenset({Facet.CORE, Facet.LINKS})
CONFIGURATION = f"""
[[jira]]
name = "acme"
url = "https://{SITE}.atlassian.net"
webhook_secrets = ["a secret"]
"""


def decisions(folder):
    """The configuration of the organisation."""
    path = folder / "pages.toml"
    path.write_text(CONFIGURATION)
    return Decisions(load(path, {}))


def documents(folder, issues):
    """The organisation as saved issues, drawn once."""
    path = folder / f"pages-{issues}.jsonl"
    if not path.exists():
        organisation = draw(Shape(issues=issues, teams=max(12, issues // ISSUES_PER_TEAM)))
        with path.open("w") as file:
            file.writelines(json.dumps(one) + "\n" for one in jira_documents(organisation))
    return path


def remember(engine, known, path):
    """Reads the saved issues into a store."""
    [site] = sites_of(known.settings).by_name.values()
    facts = iter(SavedIssues(known.settings, [path], trust_comments=False))
    while page := list(islice(facts, PAGE)):
        with changing(engine) as (connection, tick):
            looks = (Look(one.issue.ref, one, BOTH, BOTH) for one in page)
            site.memory.remember(connection, [Reading(look, tick - 1, tick, ()) for look in looks])


def survey(engine, known):
    """Looks at everything in it."""
    leases = Leases(engine, "the benchmark", 3_600)
    lease = leases.take("", "survey")
    Surveying(engine, known).survey(lease, time.time())
    leases.give_back(lease)
