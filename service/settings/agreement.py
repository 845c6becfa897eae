"""Whether the tables of a configuration agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.settings.access import is_safe
from service.settings.grants import teams_in
from service.settings.rule_words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings.configuration import Settings
    from service.settings.table import Key, Refusal

LOST: Final = "is on no connected site, or on more than one: write its URL, or name its project in a site"
NO_TEAM: Final = "is no configured team"


def contradictions(settings: Settings) -> Iterator[Refusal]:
    """What one table says and another one denies, each with where it stands. Pure."""
    yield from _lost_waivers(settings)
    yield from _odd_advice(settings)
    yield from _lost_teams(settings)
    yield from _lost_mail(settings)
    yield from _odd_webhooks(settings)
    yield from _odd_access(settings)
    yield from _lonely_store(settings)
    yield from _lost_checks(settings)


def _lost_waivers(settings: Settings) -> Iterator[Refusal]:
    """Without a site nothing can be said yet: a saved file may bring its own."""
    addresses = settings.addresses()
    for place, waiver in enumerate(settings.policy_table.waivers if settings.sites else ()):
        for key in waiver.unresolved(addresses):
            yield ("policy", "waivers", place, key), LOST


def _odd_advice(settings: Settings) -> Iterator[Refusal]:
    table, addresses = settings.policy_table.advice, settings.addresses()
    for place in table.unresolved(addresses) if settings.sites else ():
        yield ("policy", "advice", "initiatives", place), LOST
    for key, text in table.disordered(len(settings.policy_table.priorities)):
        yield ("policy", "advice", *key), text


def _lost_teams(settings: Settings) -> Iterator[Refusal]:
    for table, slugs in (("comments", settings.comments.teams), ("policy", settings.policy_table.teams)):
        for slug in slugs:
            if slug not in settings.teams:
                yield (table, "teams", slug), f"{NO_TEAM}; {_meant(slug, settings)}"


def _lost_mail(settings: Settings) -> Iterator[Refusal]:
    for slug, team in settings.teams.items():
        if team.digest_email and settings.smtp is None:
            text = 'needs a mail server: add [smtp] with host = "mail.acme.example" and its sender'
            yield ("teams", slug, "digest_email"), text


def _odd_webhooks(settings: Settings) -> Iterator[Refusal]:
    names = [one.name for one in settings.webhooks]
    for place, one in enumerate(settings.webhooks):
        if one.name in names[:place]:
            yield ("webhooks", place, "name"), "is taken by another webhook: what is kept for them would mix"
        for slug in one.teams:
            if slug not in settings.teams:
                yield ("webhooks", place, "teams"), f"{slug} {NO_TEAM}; {_meant(slug, settings)}"


def _odd_access(settings: Settings) -> Iterator[Refusal]:
    """Who signs in elsewhere is sent back to the public address, with a cookie that nobody on the way may read."""
    public_url = settings.server.public_url
    if settings.access.signs_in and public_url is None:
        yield ("server", "public_url"), 'is where people come back to from signing in; write "https://..." of Detour'
    if settings.access.is_open and public_url is not None and not is_safe(public_url):
        yield ("server", "public_url"), "should begin with https://: whoever is on the way could take over a session"
    named: list[tuple[Key, tuple[str, ...]]] = [
        (("access", "roles", str(role)), grants) for role, grants in settings.access.roles.by_role.items()
    ]
    seen: list[tuple[Key, tuple[str, ...]]] = [
        (("visibility", place, "viewers"), one.viewers) for place, one in enumerate(settings.visibility)
    ]
    for key, grants in (*named, *seen):
        for slug in teams_in(grants):
            if slug not in settings.teams:
                yield key, f"{slug} {NO_TEAM}; {_meant(slug, settings)}"


def _lonely_store(settings: Settings) -> Iterator[Refusal]:
    """A file is for the processes of one machine, and wakes nobody."""
    if settings.jobs.runner == "cluster" and settings.store.url.get_secret_value().startswith("sqlite"):
        text = 'cluster needs PostgreSQL: write [store] url = "postgresql://user@host/detour", or runner = "embedded"'
        yield ("jobs", "runner"), text


def _lost_checks(settings: Settings) -> Iterator[Refusal]:
    for place, name in enumerate(settings.checks.repositories):
        if not any(name.casefold() in settings.checked_on(one.site()) for one in settings.github):
            text = "is on no connected GitHub, or on more than one: name its owner in organizations of one [[github]]"
            yield ("checks", "repositories", place), text


def _meant(slug: str, settings: Settings) -> str:
    meant = nearest(slug, settings.teams)
    return f"did you mean {meant}?" if meant else "teams are the tables under [teams]"
