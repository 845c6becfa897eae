"""``[[webhooks]]``: programs that are told what changed."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from service.outgoing.events import Event, Kind
from service.outgoing.sending import Receiver
from service.outgoing.signing import keys_of
from service.settings.secret_files import UNREADABLE
from service.settings.table import (
    Refusal,
    Secret,
    Table,
    Text,
    Texts,
    WebAddress,
    all_refused,
    divided,
    refused,
    web_parts,
)


def _usable(secret: SecretStr) -> SecretStr:
    """Never shows the secret."""
    if secret.get_secret_value() != UNREADABLE:
        try:
            keys_of(secret.get_secret_value())
        except ValueError as error:
            raise refused(f"{error}; this makes one: echo whsec_$(head -c 32 /dev/urandom | base64)") from None
    return secret


class WebhookTable(Table):
    """One program. Without ``events`` or ``teams`` it is told all of them."""

    name: Text = Field(examples=['name = "planning"'])
    """Its name in Detour."""
    url: WebAddress = Field(examples=['url = "https://planning.acme.example/detour"'])
    """Where it is told."""
    secret: Annotated[Secret, AfterValidator(_usable)] = Field(examples=['secret_file = "planning-secret"'])
    """The secret that signs its messages, as Standard Webhooks writes it: whsec_...; two, while they are changed."""
    events: Annotated[tuple[Kind, ...], BeforeValidator(divided)] = Field(
        default=tuple(Kind), examples=['events = ["finding.opened", "decide_by.reached"]']
    )
    """What it is told of."""
    teams: Texts = Field(default=(), examples=['teams = ["payments"]'])
    """Whose findings it is told of; everybody's, if no team is named."""
    private: bool = Field(default=False, examples=["private = true"])
    """Whether it may have a private address, or none of https: a program beside Detour."""

    def receiver(self) -> Receiver:
        """As messages are sent to it."""
        return Receiver(self.name, self.url, keys_of(self.secret.get_secret_value()), self.private)

    def wants(self, event: Event) -> bool:
        """Whether it is told of an event: what is no team's matter is told to whoever asks for no team."""
        return event.kind in self.events and (not self.teams or event.team in self.teams)

    @model_validator(mode="after")
    def _is_told_safely(self) -> Self:
        if refusals := list(self._contradictions()):
            raise all_refused(refusals)
        return self

    def _contradictions(self) -> Iterator[Refusal]:
        if web_parts(self.url).scheme == "http" and not self.private:
            yield ("url",), "should begin with https://: anybody on the way reads http (private = true allows it)"
