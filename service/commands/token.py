"""``detour token``: makes, lists and revokes the tokens of programs."""

from __future__ import annotations

import argparse
import re
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.store import access_tokens
from service.store.access_tokens import NameTakenError, Scope
from service.store.connection import reading
from service.store.deeds import Deed, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Engine

    from service.store.access_tokens import Token

A_DAY: Final = 86_400.0
DAYS: Final = 90
MOST_DAYS: Final = 3_660
COMMAND: Final = "command"
"""The identity of whoever types commands where Detour runs."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
SCOPES: Final = "what it is good for: read pages and API (read), act on issues (act), or everything (admin)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and with which token."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="create | list | revoke")
    create = doing.add_parser("create", help="make a token, and show it this once")
    add_config(create)
    create.add_argument("name", type=_name, help="which program it is for, such as ci")
    create.add_argument("--scope", choices=[one.value for one in Scope], default=Scope.READ.value, help=SCOPES)
    create.add_argument(
        "--days", type=_days, default=DAYS, metavar="N", help=f"how long it is good; 0 for ever; default: {DAYS}"
    )
    listing = doing.add_parser("list", help="tell which tokens there are, and when each was used last")
    add_config(listing)
    revoke = doing.add_parser("revoke", help="end a token: it opens nothing from now on")
    add_config(revoke)
    revoke.add_argument("name", type=_name, help="the token's name")


def run(options: argparse.Namespace) -> int:
    """Does it; the exit status."""
    return with_store(options, lambda engine, _settings: _DOINGS[options.doing](engine, options))


def _create(engine: Engine, options: argparse.Namespace) -> int:
    now, scope = time.time(), Scope(options.scope)
    until = now + options.days * A_DAY if options.days else None
    made = {"scope": scope.value, "until": until}
    try:
        with engine.begin() as connection:
            shown = access_tokens.make(connection, options.name, scope, COMMAND, now, until=until)
            record(connection, _deed("create-token", options.name, now, after=made))
    except NameTakenError:
        again = f"'detour token revoke {options.name}' ends it"
        return refuse(f"there is a token {options.name} already; {again}, or choose another name")
    end = "for ever" if until is None else f"until {_day(until)}"
    sys.stdout.write(f"{shown}\n")
    sys.stderr.write(f"The token {options.name} is good {end}, to {scope.value}. It is not shown again.\n")
    return CLEAN


def _list(engine: Engine, _options: argparse.Namespace) -> int:
    with reading(engine) as connection:
        tokens = access_tokens.every(connection)
    now = time.time()
    sys.stdout.write("".join(f"{_line(one, now)}\n" for one in tokens) or "there is no token yet\n")
    return CLEAN


def _revoke(engine: Engine, options: argparse.Namespace) -> int:
    now = time.time()
    with engine.begin() as connection:
        token = access_tokens.revoke(connection, options.name, now)
        if token is not None:
            before = {"scope": token.scope.value, "until": token.until}
            record(connection, _deed("revoke-token", options.name, now, before=before))
    if token is None:
        return refuse(f"no token {options.name} opens anything; 'detour token list' tells which there are")
    sys.stdout.write(f"the token {options.name} opens nothing any more\n")
    return CLEAN


_DOINGS: Final[Mapping[str, Callable[[Engine, argparse.Namespace], int]]] = {
    "create": _create,
    "list": _list,
    "revoke": _revoke,
}


def _deed(what: str, name: str, now: float, *, before: object = None, after: object = None) -> Deed:
    return Deed(at=now, who=COMMAND, name="a command", what=what, about=f"token:{name}", before=before, after=after)


def _line(token: Token, now: float) -> str:
    if token.revoked is not None:
        state = f"revoked {_day(token.revoked)}"
    elif not token.is_good(now):
        state = f"expired {_day(token.until or now)}"
    else:
        state = "good for ever" if token.until is None else f"good until {_day(token.until)}"
    used = "never used" if token.used is None else f"used {_day(token.used)}"
    return f"{token.name:<20}  {token.scope.value:<5}  {state:<22}  {used:<15}  made {_day(token.made)}"


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("a name has letters, digits, dots and hyphens only, such as ci")
    return text


def _days(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > MOST_DAYS:
        raise argparse.ArgumentTypeError(f"should be a number of days up to {MOST_DAYS}, or 0 for ever")
    return int(text)
