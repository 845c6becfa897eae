"""Whether webhooks come: what is registered at the trackers, what failed lately, and what came last."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from rules.rule import counted
from service.doctor import webhooks_github, webhooks_jira
from service.doctor.lines import Check, note, ok
from service.store.connection import exists, is_current, reading
from service.store.deliveries import StoredDelivery, last_received
from service.wiring import receiving_sites

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from service.doctor.lines import Line
    from service.doctor.patient import Patient

A_DAY: Final = 86_400.0
QUIET: Final = 7
"""Days without any webhook after which somebody should look."""


def checks(patient: Patient) -> Iterator[Check]:
    """What came, of each site that may send; and what is registered, where that can be asked."""
    receiving = receiving_sites(patient.settings)
    for name in patient.settings.sites:
        yield Check("webhooks", name, partial(_came, patient, name, takes=name in receiving))
    for github, inspection in patient.github:
        if (name := github.site().name) in receiving:
            yield Check("webhooks", name, partial(webhooks_github.look, patient, github, inspection))
    for jira, asked in patient.jira:
        if (name := jira.site().name) in receiving:
            yield Check("webhooks", name, partial(webhooks_jira.look, patient, jira, asked))


async def _came(patient: Patient, site: str, *, takes: bool) -> AsyncIterator[Line]:
    if not takes:
        yield note("no webhook is taken: changes are seen when an audit reads", "add webhook_secrets_file to the site")
        return
    if not patient.address(site):
        yield note("where webhooks come to is not known", 'write public_url = "https://..." under [server]')
    last = await asyncio.to_thread(_last, patient, site) if exists(patient.engine) else None
    if last is None:
        yield note(
            "no webhook has come yet", f"have the tracker send them to {patient.address(site) or NOWHERE + site}"
        )
        return
    days = int((patient.now() - last.received) // A_DAY)
    told = f"the last webhook came on {datetime.fromtimestamp(last.received, UTC):%Y-%m-%d %H:%M} UTC"
    if days < QUIET:
        yield ok(told)
    else:
        yield note(f"{told}, {counted(days, 'day')} ago", "see the tracker's own list of what it sent")


NOWHERE: Final = "the address of this service, with /webhooks/"


def _last(patient: Patient, site: str) -> StoredDelivery | None:
    with reading(patient.engine) as connection:
        return last_received(connection, site) if is_current(connection) else None
