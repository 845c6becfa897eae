"""On which pull requests Detour shows a check: ``[checks]``."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from service.settings.table import Table, Texts, refused

_REPOSITORY = re.compile(r"[A-Za-z0-9_-]+/[\w.-]+", re.ASCII)


def _repositories(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not _REPOSITORY.fullmatch(name):
            raise refused('should be repositories in full, such as "acme/web"')
    return names


class ChecksTable(Table):
    """A neutral check on pull requests whose issue waits without a plan B, in the repositories that are named."""

    mode: Literal["dry-run", "live"] = Field(default="dry-run", examples=['mode = "dry-run"'])
    """Whether checks are written: dry-run has 'detour checks' tell what they would say, live writes them."""
    repositories: Annotated[Texts, AfterValidator(_repositories)] = Field(
        default=(), examples=['repositories = ["acme/web"]']
    )
    """The repositories that want it; no other is asked for its pull requests."""
