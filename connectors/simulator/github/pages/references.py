"""What GitHub makes links of in plain text: ``acme/web#12``, ``#12``, ``@mia`` and bare addresses.

https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.addresses import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.world import World

_FORMS: Final = re.compile(
    r"(?<![\w/#@.-])(?:"
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)*])"
    r"|(?P<place>[\w.-]+/[\w.-]+)?#(?P<number>\d{1,9})(?!\w)"
    r"|@(?P<login>[A-Za-z0-9-]+)"
    r")"
)


def split(text: str, place: Repository, world: World) -> Iterator[tuple[str, str]]:
    """Pieces of a text in ``place``, each with where it leads: nowhere, if it names nothing that is there."""
    at = 0
    for found in _FORMS.finditer(text):
        url = found["url"] or _path(found, place, world)
        if url:
            yield text[at : found.start()], ""
            yield found[0], url
            at = found.end()
    yield text[at:], ""


def _path(found: re.Match[str], place: Repository, world: World) -> str:
    if found["login"]:
        account = world.accounts.get(found["login"].lower())
        return path_of(account) if account else ""
    there = world.found(found["place"]) if found["place"] else place
    if there is None:
        return ""
    number = int(found["number"])
    issue = there.issues.get(number) or there.moved.get(number)
    return path_of(issue) if issue else ""
