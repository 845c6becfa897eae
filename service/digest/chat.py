"""Posts to a chat's incoming webhook, whose address is a secret: whoever knows it may write there.

The body is ``{"text": ...}``, as Slack (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks),
Mattermost (https://developers.mattermost.com/integrate/webhooks/incoming), Rocket.Chat and Google Chat take it. None of
them lets us look whether a post is there already.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx

from connectors.retry_after import retry_after
from service.digest.outlets import Undelivered

if TYPE_CHECKING:
    from service.digest.outlets import Letter

SECONDS: Final = 30.0
NOT_NOW: Final = frozenset({408, 425, 429, 503})
"""Answers that say that nothing was done."""
NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Chat:
    """One channel, by its webhook."""

    webhook: str = field(repr=False)

    @property
    def knows_letters(self) -> bool:
        """A post that comes twice stands there twice."""
        return False

    async def send(self, letter: Letter) -> None:
        """Posts it. No redirect is followed: it would carry the letter somewhere else."""
        try:
            async with httpx.AsyncClient(timeout=SECONDS) as client:
                answer = await client.post(self.webhook, json={"text": letter.text})
        except NEVER_SENT as error:
            raise Undelivered(f"the chat cannot be reached: {type(error).__name__}", again=True) from None
        except httpx.HTTPError as error:
            why = f"the chat did not answer: {type(error).__name__}"
            raise Undelivered(why, may_have_arrived=True) from None
        if not answer.is_success:
            raise _refusal(answer)


def _refusal(answer: httpx.Response) -> Undelivered:
    """What an answer means that is no success. Its body is not repeated: it may hold our address."""
    why, status = f"the chat answered {answer.status_code}", answer.status_code
    if status in NOT_NOW:
        return Undelivered(why, again=True, retry_after=retry_after(answer.headers, time.time()) or 0.0)
    return Undelivered(why, may_have_arrived=answer.is_server_error)
