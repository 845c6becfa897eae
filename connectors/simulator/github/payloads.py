"""Webhook payloads: what happened, shown as GitHub shows it. Pure.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import app_documents, check_documents, documents, place_documents
from connectors.simulator.github.apps import Installation
from connectors.simulator.github.model import Account, CheckRun, Comment, Issue, Label, Milestone, Repository
from connectors.simulator.github.pull_documents import pull_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.happenings import Happening
    from connectors.simulator.github.place_documents import Json

ENDS: Final = frozenset({"blocked_issue", "blocking_issue", "parent_issue", "sub_issue"})


def payload_of(happening: Happening, at: Addresses, installation: int | None = None) -> Json:
    """The whole body. ``installation`` is told where the webhook is an App's."""
    place = happening.repository
    shown = {key: _shown(key, thing, place, at) for key, thing in happening.about.items()}
    payload: Json = {"action": happening.action, **shown}
    if place is not None:
        payload["repository"] = place_documents.repository(place, at)
    if happening.owner.kind == "Organization":
        payload["organization"] = place_documents.organization(happening.owner, at)
    payload["sender"] = place_documents.account(happening.sender, at)
    if installation is not None and "installation" not in payload:
        payload["installation"] = {"id": installation, "node_id": f"MDIzOklu{installation:x}"}
    return payload


def _shown(key: str, thing: object, place: Repository | None, at: Addresses) -> object:  # noqa: C901, PLR0911  # one a kind
    match thing:
        case Issue():
            return pull_request(thing, at) if key == "pull_request" else _issue(key, thing, at)
        case Comment():
            return documents.comment(thing, at)
        case Repository():
            return place_documents.repository(thing, at)
        case Account():
            return place_documents.account(thing, at)
        case Label() if place is not None:
            return documents.label(thing, place, at)
        case Milestone() if place is not None:
            return documents.milestone(thing, place, at)
        case CheckRun() if place is not None:
            return check_documents.with_its_suite(thing, place, at)
        case Installation():
            return app_documents.installation(thing, at)
        case list():
            return [app_documents.repository_in_brief(one) for one in thing]
        case dict():
            return _each(thing, place, at)
    return thing


def _issue(key: str, thing: Issue, at: Addresses) -> Json:
    """An issue. Who closed it is told of the ends of a link only."""
    document = documents.issue(thing, at)
    return {name: value for name, value in document.items() if name != "closed_by" or key in ENDS}


def _each(things: Mapping[str, object], place: Repository | None, at: Addresses) -> Json:
    return {key: _shown(key, thing, place, at) for key, thing in things.items()}
