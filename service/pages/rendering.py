"""Renders pages: everything in a template is escaped, and text of others neither moves nor hides what is around it."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rules.odds.chances import percent
from rules.rule import counted
from service.pages.assets import address_of
from service.pictures.bar import bar, span
from service.pictures.matrix import matrix
from service.pictures.network import network
from service.pictures.trend import trend
from service.printable import printable
from service.reports.days import days, figure, many
from service.reports.html.page import address, capitalized, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.survey.shown import Issue

FOLDER: Final = Path(__file__).with_name("templates")
AGES: Final = ((86_400.0, "day"), (3_600.0, "hour"), (60.0, "minute"))


def render(template: str, values: Mapping[str, object]) -> str:
    """A page, or a part of one."""
    return _TEMPLATES.get_template(template).render(values)


def compile_templates() -> None:
    """Makes code of every template, which else the first page that needs it does."""
    for name in _TEMPLATES.list_templates(extensions=["html"]):
        _TEMPLATES.get_template(name)


def day(value: str | date | float | None) -> str:
    """``24 Dec 2026``, of an ISO date, an ordinal day's date or a moment; '' where none is known."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    elif isinstance(value, float):
        value = datetime.fromtimestamp(value, UTC).date()
    return f"{value:%d %b %Y}".removeprefix("0")


def weekday(value: str) -> str:
    """``Thursday``, of an ISO date."""
    return f"{date.fromisoformat(value):%A}"


def moment(value: float) -> str:
    """``24 Dec 2026, 09:14 UTC``."""
    return f"{day(value)}, {datetime.fromtimestamp(value, UTC):%H:%M} UTC"


def iso(value: float) -> str:
    """As machines read a moment."""
    return datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")


def ago(value: float) -> str:
    """``3 minutes ago``, as of now."""
    seconds = max(0.0, time.time() - value)
    for length, noun in AGES:
        if seconds >= length:
            return f"{counted(int(seconds // length), noun)} ago"
    return "just now"


def page_of(issue: Issue) -> str:
    """The page of an issue here; '' for what is no issue of a tracker."""
    tracker, _, site = issue.site.partition("/")
    return f"/issues/{tracker}/{quote(site, safe='')}/{quote(issue.ref, safe='')}" if site else ""


def said(source: str) -> str:
    """Who said something, for people: what a tracker has itself is called native in reports."""
    return re.sub(r"^native of ", "the tracker itself, on ", source)


def with_query(path: str, values: Mapping[str, object] | Iterable[tuple[str, object]]) -> str:
    """A path with what narrows it; nothing for what is empty."""
    pairs = values.items() if hasattr(values, "items") else values
    query = urlencode([(name, value) for name, value in pairs if value not in ("", None)])
    return f"{path}?{query}" if query else path


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=shown,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "address": address,
    "ago": ago,
    "capitalized": capitalized,
    "counted": counted,
    "day": day,
    "days": days,
    "figure": figure,
    "iso": iso,
    "many": many,
    "moment": moment,
    "page": page_of,
    "percent": percent,
    "said": said,
    "segment": lambda text: quote(text, safe=""),
    "short": printable,
    "weekday": weekday,
}
_TEMPLATES.globals |= {
    "asset": address_of,
    "bar": bar,
    "matrix": matrix,
    "network": network,
    "span": span,
    "trend": trend,
    "with_query": with_query,
}
