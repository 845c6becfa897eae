"""What every table of the configuration shares: unknown keys are refused, and secrets never show."""

import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

Key = tuple[str | int, ...]
"""Where a setting stands: the names of tables and keys, and the places in lists."""

Refusal = tuple[Key, str]
"""What is wrong, and where, seen from the value that is being checked."""


_LONGEST_SHOWN = 60


class Table(BaseModel):
    """A table of the configuration file. ``examples`` of its fields are lines of TOML that errors show."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True)


class FromEnvironment(str):
    """The text of an environment variable: where a list is meant, its commas divide."""

    __slots__ = ()


def refused(text: str, *key: str | int) -> PydanticCustomError:
    """The error for a validator to raise; ``key`` is where, below the checked value. The text shows no secret."""
    return all_refused([(key, text)])


def all_refused(refusals: Iterable[Refusal]) -> PydanticCustomError:
    """One error that stands for several, which ``problems`` takes apart again."""
    return PydanticCustomError("refused", "refused", {"refusals": tuple(refusals)})


def quoted(text: str) -> str:
    """A word of the configuration as an error shows it: short, on one line, and unable to steer a terminal."""
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
    plain = short.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in plain) + '"'


def mentions_secret(annotation: object) -> bool:
    """Whether a field of this type holds a secret, or several."""
    return annotation is SecretStr or any(map(mentions_secret, getattr(annotation, "__args__", ())))


def divided(value: object) -> object:
    """For a validator of lists to run first: takes an environment variable's text apart."""
    if isinstance(value, FromEnvironment):
        return [part for part in map(str.strip, value.split(",")) if part]
    return value


def number(value: object) -> object:
    """For a validator of numbers to run first: Python takes true for 1, people do not."""
    if isinstance(value, bool):
        raise refused("should be a number, not true or false")
    return value


def _filled(value: SecretStr) -> SecretStr:
    """Refuses an empty secret: signatures made with it would prove nothing."""
    if not value.get_secret_value().strip():
        raise refused("is empty")
    return value


def web_parts(address: str) -> SplitResult:
    """The parts of a web address. Never shows the address in its error: people leave passwords in them."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\\]", address):
        raise refused("should be a web address that begins with https://")
    if parts.username is not None or parts.query or parts.fragment:
        raise refused("should hold no password, question mark or #: credentials have settings of their own")
    return parts


def _web_address(address: str) -> str:
    web_parts(address)
    return address.rstrip("/")


def authority(parts: SplitResult) -> str:
    """The host in lower case, and the port if it is not its scheme's own, as refs in texts are compared."""
    own = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.hostname}" if parts.port in {None, own} else f"{parts.hostname}:{parts.port}"


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(divided)]
WholeNumber = Annotated[int, BeforeValidator(number)]
Share = Annotated[float, BeforeValidator(number), Field(ge=0, le=1)]
Secret = Annotated[SecretStr, AfterValidator(_filled)]
Secrets = Annotated[tuple[Secret, ...], BeforeValidator(divided)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
