"""Check runs as GitHub's REST API and webhooks print them. Pure.

https://docs.github.com/en/rest/checks/runs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.simulator.github import app_documents, place_documents, pull_documents

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.model import CheckRun, Repository
    from connectors.simulator.github.place_documents import Json


def check_run(one: CheckRun, place: Repository, at: Addresses) -> Json:
    """What an App says of a commit."""
    url = f"{at.repository(place)}/check-runs/{one.id}"
    return {
        "id": one.id,
        "node_id": one.node_id,
        "head_sha": one.head,
        "external_id": one.external_id,
        "url": url,
        "html_url": f"{at.page(place)}/runs/{one.id}",
        "details_url": one.details_url or at.origin,
        "status": one.status,
        "conclusion": one.conclusion,
        "started_at": place_documents.moment(one.started_at),
        "completed_at": place_documents.moment(one.completed_at),
        "output": {
            "title": one.title,
            "summary": one.summary,
            "text": None,
            "annotations_count": 0,
            "annotations_url": f"{url}/annotations",
        },
        "name": one.name,
        "check_suite": {"id": _suite(one)},
        "app": app_documents.app(one.app, at),
        "pull_requests": _pulls(one, place, at),
    }


def with_its_suite(one: CheckRun, place: Repository, at: Addresses) -> Json:
    """The same, as webhooks show it."""
    suite = {
        "id": _suite(one),
        "node_id": f"CS_kwDO{_suite(one):x}",
        "head_sha": one.head,
        "status": one.status,
        "conclusion": one.conclusion,
        "url": f"{at.repository(place)}/check-suites/{_suite(one)}",
        "pull_requests": _pulls(one, place, at),
        "app": app_documents.app(one.app, at),
    }
    return check_run(one, place, at) | {"check_suite": suite}


def _suite(one: CheckRun) -> int:
    """All that one App says of one commit is one suite."""
    return one.app.id * 1000 + int(one.head[:2], 16)


def _pulls(one: CheckRun, place: Repository, at: Addresses) -> list[Json]:
    """The open pull requests that end with its commit."""
    pulls = (each for each in place.issues.values() if each.pull is not None and each.state == "open")
    return [pull_documents.in_brief(each, at) for each in pulls if each.pull is not None and each.pull.head == one.head]
