"""Whether the trackers are reached from here, and this service at the address that trackers send to."""

from __future__ import annotations

from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

import httpx

from connectors.certificates import trusted
from connectors.contract import Denied, NotAccepted, Unavailable
from service.doctor.lines import Check, note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.github.inspection import GitHubInspection
    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient

SECONDS: Final = 5.0
IN_THE_CLOUD: Final = (".atlassian.net", "github.com", ".ghe.com")
"""Hosts that send from the internet."""
NETWORK: Final = "see its address in the configuration, the network, HTTPS_PROXY, and the certificates of this machine"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each site with credentials, and one for our own address."""
    for site, inspection in patient.inspections.items():
        yield Check("reachability", site, partial(_tracker, inspection))
    if patient.settings.server.public_url is not None:
        yield Check("reachability", "public_url", partial(_ours, patient, patient.settings.server.public_url))


async def _tracker(inspection: GitHubInspection | JiraInspection) -> AsyncIterator[Line]:
    """A refusal is an answer, too."""
    try:
        await inspection.hello()
    except (Denied, NotAccepted):
        yield ok("the tracker answers")
    except Unavailable as unavailable:
        yield wrong(f"the tracker cannot be asked: {unavailable}", NETWORK)
    else:
        yield ok("the tracker answers")


async def _ours(patient: Patient, public_url: str) -> AsyncIterator[Line]:
    """From here is not from there: what is seen is a hint, but for names that nobody outside can reach."""
    host = httpx.URL(public_url).host
    senders = [one.host for one in patient.settings.sites.values() if one.host.endswith(IN_THE_CLOUD)]
    if senders and _is_inside(host):
        told = f"{host} is inside this network, and {', '.join(senders)} cannot send webhooks there"
        yield wrong(told, "write the address by which the internet reaches this service as public_url")
        return
    yield await _seen(f"{public_url.rstrip('/')}/healthz")


async def _seen(url: str) -> Line:
    async with httpx.AsyncClient(verify=trusted(), timeout=SECONDS) as http:
        try:
            answer = await http.get(url)
        except httpx.HTTPError as error:
            return note(f"{url} is not reached from here: {type(error).__name__}", HINT)
    if answer.status_code == httpx.codes.OK and answer.text == "alive\n":
        return ok(f"{url} is reached from here")
    return note(f"{url} is answered {answer.status_code}, and not as Detour answers", HINT)


HINT: Final = "see that detour serve runs, and that public_url leads to it; from the tracker it may look otherwise"


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host
