"""Where an issue lives, and who somebody is, as requests to Jira name them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.contract import Touched
    from rules.model import Ref

_TEXT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}-[0-9]{1,18}|[0-9]{1,18}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_ACCOUNT: Final = re.compile(r"jira:(\S.{0,254})", re.DOTALL)


def place_of(ref: Ref) -> str:
    """An issue's key or number, safe in a path and in JQL; '' if no issue can have it."""
    return ref.text if _TEXT.fullmatch(ref.text) else ""


def number_of(vendor_id: str) -> str:
    """An issue's number, as safe as its key; '' if it is none: webhooks tell it, and not every one is signed."""
    return vendor_id if _NUMBER.fullmatch(vendor_id) else ""


def asked_as(touched: Touched) -> str:
    """How an issue is asked for: by the number that it keeps, else by its key; '' if neither can be one."""
    return number_of(touched.vendor_id) or place_of(touched.ref)


def account_of(account: str) -> str:
    """Cloud's account id, or Data Center's user name, of ``jira:ID``; '' for anybody else."""
    match = _ACCOUNT.fullmatch(account)
    return match[1] if match else ""
