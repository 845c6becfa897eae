"""The ways in to the trackers: whether they are taken, whose they are, and how long they last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied, NotAccepted
from connectors.jira.dates import parse_moment
from rules.rule import counted
from service.doctor.lines import Check, note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from connectors.github.inspection import GitHubInspection
    from connectors.jira.inspection import JiraInspection
    from connectors.jira.inspection_answers import PersonalToken
    from service.doctor.lines import Line
    from service.doctor.patient import Patient

A_DAY: Final = 86_400.0
SOON: Final = 30
"""Days before its end at which a token should be renewed."""
GITHUB_TOKENS: Final = "make a new one (Settings > Developer settings > Personal access tokens)"
CLOUD_TOKENS: Final = "make a new one at https://id.atlassian.com/manage-profile/security/api-tokens"
DATA_CENTER_TOKENS: Final = "make a new one (Profile > Personal Access Tokens)"
CLOUD_LIST: Final = "note its day, which https://id.atlassian.com/manage-profile/security/api-tokens shows"
APP_KEYS: Final = "generate a private key on the App's page, and write its number and key: app_id, private_key_file"
WRITE_IT: Final = "and write it to token or token_file of the site"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each site."""
    for name in patient.settings.sites:
        yield Check("credentials", name, partial(_configured, patient, name))
    for github, inspection in patient.github:
        yield Check("credentials", github.site().name, partial(_github, patient, inspection))
    for jira, asked in patient.jira:
        yield Check("credentials", jira.site().name, partial(_jira, patient, asked))


async def _configured(patient: Patient, name: str) -> AsyncIterator[Line]:
    """Says something where there is no way in."""
    if name in patient.unusable:
        yield wrong(patient.unusable[name], APP_KEYS)
    elif name not in patient.inspections:
        add = "app_id and private_key_file, or token_file" if name.startswith("github/") else "token_file"
        yield note("it has no credentials: it can only receive, and never speaks", f"add {add} to the site")


async def _github(patient: Patient, inspection: GitHubInspection) -> AsyncIterator[Line]:
    if inspection.app_id is not None:
        try:
            app = await inspection.app()
        except NotAccepted:
            yield wrong(f"the key of App {inspection.app_id} is not accepted", f"{APP_KEYS}; or see the line on clocks")
            return
        yield ok(f"the App {app.slug} is let in; its key does not expire")
        return
    try:
        account = await inspection.account()
    except NotAccepted:
        yield wrong("the token is not accepted: it expired or was revoked", f"{GITHUB_TOKENS} {WRITE_IT}")
        return
    yield ok(f"the token is {account.login}'s")
    if account.expires is None:
        yield ok("it does not expire")
    else:
        yield _days(patient, account.expires, GITHUB_TOKENS)


async def _jira(patient: Patient, inspection: JiraInspection) -> AsyncIterator[Line]:
    cloud = inspection.flavor.checks
    renew = CLOUD_TOKENS if cloud else DATA_CENTER_TOKENS
    try:
        account = await inspection.account()
    except NotAccepted:
        also = ", of the account whose address email is" if cloud else ""
        yield wrong("the token is not accepted: it expired or was revoked", f"{renew}{also} {WRITE_IT}")
        return
    yield ok(f"the token is {account.display_name}'s")
    if cloud:
        yield note("Cloud does not tell when an API token expires: at most a year after it was made", CLOUD_LIST)
        return
    try:
        tokens = await inspection.tokens()
    except Denied:
        yield note("this Jira does not tell when its tokens expire", "look at Profile > Personal Access Tokens")
        return
    for line in _personal(patient, tokens):
        yield line


def _personal(patient: Patient, tokens: list[PersonalToken]) -> Iterator[Line]:
    """Of several tokens nobody can tell which one is ours; so the next to expire is told."""
    ends = sorted((end, one.name) for one in tokens if (end := parse_moment(one.expiring_at)) is not None)
    if not ends:
        yield ok("it does not expire")
        return
    end, name = ends[0]
    which = f"it, {name}," if len(tokens) == 1 else f"{name}, the first of the account's {len(tokens)} tokens to end,"
    yield _days(patient, end, DATA_CENTER_TOKENS, which)


def _days(patient: Patient, end: datetime, renew: str, which: str = "it") -> Line:
    left = int((end.timestamp() - patient.now()) // A_DAY)
    told = f"{which} expires in {counted(left, 'day')}, on {end:%Y-%m-%d}"
    return note(told, f"{renew} {WRITE_IT}") if left < SOON else ok(told)
