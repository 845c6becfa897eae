"""Renders the report's template: everything in it is escaped, and a browser is told to run and load nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rules.odds.chances import percent
from rules.rule import counted
from rules.views import IssueView
from service.pictures import drawing
from service.pictures.bar import bar, span
from service.printable import printable
from service.reports.days import days, figure, many, told
from service.reports.extents import changed
from service.reports.html.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rules.odds.chances import Chance
    from rules.odds.remedies import Remedy
    from service.reports.report import Report

FOLDER: Final = Path(__file__).parent
SHEET: Final = (FOLDER / "style.css").read_text(encoding="utf-8")
"""Colours, letters, tables and tiles, of reports and of pages alike."""
STYLE: Final = Markup(SHEET + drawing.STYLE)  # noqa: S704  # our own files
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
"""https://www.w3.org/TR/CSP3/: no script, no request, and of styles only this one."""
LONGEST_URL: Final = 1000
WEB: Final = frozenset({"http", "https"})


def render(report: Report) -> Iterator[str]:
    """The whole page in parts."""
    template = _TEMPLATES.get_template("page.html")
    yield from template.generate(sheet=Sheet(report), style=STYLE, policy=POLICY)


def address(url: str) -> str:
    """A tracker's page as a link may lead to it; '' for whatever is no web address."""
    if not url or len(url) > LONGEST_URL or printable(url) != url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in WEB and parts.hostname else ""


def shown(value: object) -> object:
    """What a template prints: as in pictures, and a sign of percent stays with its figure."""
    plain = drawing.shown(value)
    return plain.replace(" %", "\N{NO-BREAK SPACE}%") if type(plain) is str else plain


def day(value: date | None) -> str:
    """``24 Dec 2026``; '' where none is known."""
    return "" if value is None else f"{value:%d %b %Y}".removeprefix("0")


def chance(value: Chance) -> str:
    """Odds in a table: ``45 %``, ``~45 %`` where they were simulated."""
    return "none" if value.odds is None else f"{'~' if value.error else ''}{percent(value.odds)}"


def capitalized(text: str) -> str:
    """With a capital letter at its beginning, and the others as they are; an address stays one."""
    return text if "#" in text.partition(" ")[0] else f"{text[:1].upper()}{text[1:]}"


def plan_of(issue: IssueView, remedy: Remedy) -> IssueView:
    """The plan that a fallback for an issue would help."""
    return IssueView(issue.graph, remedy.plan)


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
    "capitalized": capitalized,
    "changed": changed,
    "chance": chance,
    "counted": counted,
    "day": day,
    "days": days,
    "figure": figure,
    "many": many,
    "percent": percent,
    "plan": plan_of,
    "short": printable,
    "told": told,
}
_TEMPLATES.globals |= {"bar": bar, "span": span}
