"""What the doctor says of one site: before it is written anywhere, and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from service.doctor.examination import examine
from service.doctor.lines import Level
from service.doctor.patient import patient_of
from service.settings import Settings, SettingsError
from service.settings.problems import as_written, refusals_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from service.doctor.lines import Line

WAY_IN: Final = ("reachability", "credentials")
REST: Final = ("permissions", "webhooks", "link_types", "fields")
IN_MEMORY: Final = {"store": {"url": "sqlite://"}}


class NotConnected(Exception):  # noqa: N818  # what did not come about
    """A site that cannot be used as it was described. The lines say why, and what to do."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__("; ".join(line.message for line in lines))
        self.lines = tuple(lines)


def described(tables: Mapping[str, Any]) -> Settings:
    """The settings that tables of a file would make. Raises ``SettingsError``."""
    try:
        return Settings.model_validate(IN_MEMORY | dict(tables))
    except ValidationError as error:
        raise SettingsError([f"{as_written(key)} {text}" for key, text in refusals_in(error, Settings)]) from None


async def said_of(settings: Settings, site: str, kinds: Collection[str]) -> list[Line]:
    """The doctor's lines of these kinds on one site, ``github/acme``."""
    found: list[Line] = []
    async with patient_of(settings) as patient:
        async for one in examine(patient, wanted=lambda check: check.about == site and check.kind in kinds):
            found += one.lines
    return found


async def require_way_in(settings: Settings, site: str) -> None:
    """Raises ``NotConnected`` for a site that does not answer, or does not accept its credentials."""
    lines = await said_of(settings, site, WAY_IN)
    if wrong := [line for line in lines if line.level is Level.WRONG]:
        raise NotConnected(wrong)
