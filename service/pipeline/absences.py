"""Absence: an issue that vanished is gone, or our way to it is; others that should be there tell which."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from connectors.contract import Touched
from rules.model import Ref
from service.store.connection import reading
from service.store.tables import issue

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Engine

    from connectors.contract import Client

LOG = structlog.get_logger()
CONTROLS: Final = 5
"""How many others are asked for, in the same container and elsewhere."""


@dataclass(frozen=True, slots=True)
class Absences:
    """Asks one site for issues that were there, when some that were there are not."""

    engine: Engine
    client: Client

    async def doubtful(self, vanished: Collection[Ref]) -> set[Ref]:
        """Those of which nothing may be concluded: no other issue of their container can be read either.

        That is what an expired token, a lost permission or single sign-on looks like. Where no other issue of the
        container is known, those of the rest of the site decide. Raises ``Unavailable``.
        """
        if not vanished:
            return set()
        controls = await asyncio.to_thread(self._controls, vanished)
        asked = sorted({one.ref: one for some in controls.values() for one in some}.values(), key=lambda one: one.ref)
        looks = await self.client.read(asked) if asked else []
        there = {look.ref for look in looks if look.facts is not None}
        lost = {container for container, some in controls.items() if some and not any(one.ref in there for one in some)}
        for container in sorted(lost):
            LOG.warning("access_lost", container=container, advice="nothing is concluded from it; check the token")
        return {ref for ref in vanished if _container(ref) in lost}

    def _controls(self, vanished: Collection[Ref]) -> dict[str, list[Touched]]:
        """By container of what vanished: others of the container, or else of the site."""
        site = next(iter(vanished)).site
        found: dict[str, list[Touched]] = {}
        elsewhere: list[Touched] | None = None
        for ref in sorted(vanished):
            container = _container(ref)
            if container in found:
                continue
            found[container] = self._known(site, vanished, issue.c.ref.istartswith(_prefix(ref), autoescape=True))
            if not found[container]:
                elsewhere = self._known(site, vanished) if elsewhere is None else elsewhere
                found[container] = elsewhere
        return found

    def _known(self, site: str, vanished: Collection[Ref], *more: ColumnElement[bool]) -> list[Touched]:
        """The latest issues that were there the last time, without those that vanished."""
        there = (issue.c.site == site) & issue.c.told.is_not(None) & (issue.c.gone == "")
        columns = (issue.c.ref, issue.c.vendor_id, issue.c.node_id)
        wanted = select(*columns).where(there, *more).order_by(issue.c.id.desc()).limit(CONTROLS + len(vanished))
        with reading(self.engine) as connection:
            rows = [(Ref(site, row.ref), row) for row in connection.execute(wanted)]
        return [Touched(ref, row.vendor_id, row.node_id) for ref, row in rows if ref not in vanished][:CONTROLS]


def _container(ref: Ref) -> str:
    return ref.container.casefold()


def _prefix(ref: Ref) -> str:
    """Container and separator: what the addresses of one container begin with."""
    return ref.text[: len(ref.container) + 1]
