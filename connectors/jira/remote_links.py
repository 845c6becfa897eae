"""Links that lead out of a Jira: to statements, where their phrase is one that matters and their target is an issue.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-remote-links/ ; the relationship is free
text: what people pick in Jira is the phrase of a link type, and programs write what they like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.jira.links import meaning_alone, said_by
from rules.statements import Said, Source
from rules.text.mentions import mention_of_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.jira.answers import RemoteLink
    from rules.addresses import Addresses
    from rules.model import Ref
    from rules.statements import Statement


def statements(links: Iterable[RemoteLink], here: Ref, addresses: Addresses) -> Iterator[Statement]:
    """What the remote links of one issue say. Pure."""
    for link in links:
        mention = mention_of_url((link.object.url or "") if link.object is not None else "")
        there = None if mention is None else addresses.resolve(mention, here)
        if there is None or there.address == here.address:
            continue
        said = Said(Source.REMOTE_LINK, here, link.relationship or "")
        statement = said_by(meaning_alone(link.relationship or ""), here, there, said)
        if statement is not None:
            yield statement
