"""The comment that should stand on an issue: what was found there, what was understood, and what can be done.

Pure. Whether a comment may be written, and where it stands already, is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from rules.engine import rule_named
from rules.model import DateSource
from rules.rule import Severity, counted
from service.speech import coverage
from service.speech.document import Code, Details, Document, Link, Name, Paragraph, Rows, Strong, capitalised, line
from service.speech.echoes import almost, echo
from service.speech.matters import Matter, matters_for
from service.speech.mentions import NOBODY, Mentioning, call, calls
from service.speech.own_wording import in_their_words, own_rule_of
from service.speech.prospects import folded, prospects_of
from service.speech.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import NearMiss, Ref
    from rules.rule import Finding
    from rules.statements import Statement
    from rules.views import IssueView, LinkView
    from service.speech.document import Block, Line
    from service.speech.prospects import Prospect
    from service.speech.visibility import Sight

ROWS = 5
ECHOES = 20
"""How many statements, and how many near misses, the folded part repeats."""
WAIVER = timedelta(days=30)
"""How long the offered waiver holds; 90 days are the most that one may."""

WAIVABLE = frozenset({"DT101", "DT102", "DT103", "DT104", "DT105", "DT106", "DT109", "DT306"})
ENDED_BY_DROPPING = frozenset({"DT306", "DT401"})

DATED_BY = MappingProxyType(
    {
        DateSource.TEXT: "its text",
        DateSource.DUE_DATE: "due date",
        DateSource.SPRINT: "end of its sprint",
        DateSource.VERSION: "release date",
        DateSource.MILESTONE: "milestone",
        DateSource.PARENT: "its parent's date",
    }
)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this Detour, where people find its pages, '' where it is not said, and whom it may mention."""

    name: str = ""
    public_url: str = ""
    mentioning: Mentioning = NOBODY

    def page(self, *path: str) -> str:
        """The address of a page, or '' where there is none."""
        parts = (self.public_url.rstrip("/"), *(quote(part, safe="") for part in path))
        return "/".join(parts) if self.public_url else ""

    def page_of(self, ref: Ref) -> str:
        """The address of an issue's page."""
        return self.page("issues", *ref.site.split("/"), ref.text)


UNNAMED = Operator()


def comments_for(
    graph: Graph, findings: Iterable[Finding], assembled: Assembled, *, operator: Operator = UNNAMED
) -> Iterator[tuple[IssueView, Document]]:
    """Each issue that is to carry a comment, with the comment; by ref. The graph is one of the assembled columns."""
    for matter in matters_for(graph, findings, assembled):
        document = document_of(matter, operator, prospects_of(matter))
        if document is not None:
            yield matter.issue, document


def compose(
    issue: IssueView,
    findings: Iterable[Finding],
    *,
    understood: Iterable[Statement] = (),
    near_misses: Sequence[NearMiss] = (),
    operator: Operator = UNNAMED,
) -> Document | None:
    """The comment that should stand on an issue; ``None`` where nothing that was found there speaks.

    ``understood`` are the statements that were read on the issue and the tracker's own links with it as an end: they
    are repeated, and tell which refs may be named. Near misses alone make a comment that is all folded. The day and
    the policy are the graph's, so that the findings and their comment cannot disagree on them.
    """
    matter = Matter(issue, tuple(findings), tuple(understood), tuple(near_misses))
    return document_of(matter, operator, prospects_of(matter))


def document_of(matter: Matter, operator: Operator, prospects: list[Prospect]) -> Document | None:
    """The comment that a matter with such prospects makes; ``None`` where nothing of it speaks."""
    sight, listed, near_misses = matter.sight, matter.listed, matter.near_misses
    if speaking := matter.speaking:
        rules = _rules(listed, sight, operator)
        return Document(
            (
                Paragraph(_headline(speaking[0], listed, sight)),
                *_rows(listed, sight, operator),
                *_call(speaking, sight.here, operator),
                *_understood(matter.statements, near_misses, sight),
                *folded(prospects),
                *_ways_out(listed, sight),
                Details("Which rules these are, and who runs this", (rules, about(sight, operator))),
            )
        )
    if near_misses:
        summary = f"Detour almost understood {counted(len(near_misses), 'line')} here"
        rows = Rows(tuple(almost(miss) for miss in near_misses[:ECHOES]))
        return Document((Details(summary, (rows, about(sight, operator))),))
    return None


def _headline(first: Finding, listed: list[Finding], sight: Sight) -> Line:
    words = worded(first, sight)
    count = sum(finding.severity > Severity.INFO for finding in listed)
    verdict = capitalised(words.verdict)
    if count > 1:
        verdict = line(f"{count} things to settle here. The first: ", words.verdict)
    return line(Strong(line(verdict, ".")), " ", capitalised(words.action), ".")


def _rows(listed: list[Finding], sight: Sight, operator: Operator) -> Iterator[Block]:
    rows = [line(worded(one, sight).row, *_remark(one)) for one in listed[:ROWS]]
    rows += list(coverage.rows(sight.here, sight))[: ROWS - len(rows)]
    yield Rows((line(rows[0], *_needed(sight.here)), *rows[1:]))
    if more := len(listed) - ROWS:
        page = operator.page_of(sight.here.ref)
        on = line(" on ", Link("this issue's page", page)) if page else ()
        if more > 0:
            yield Paragraph(line(f"and {more} more", on))


def _call(speaking: list[Finding], here: IssueView, operator: Operator) -> Iterator[Block]:
    """Whom to notify, on the day to decide by."""
    if calls(speaking) and (accounts := operator.mentioning.of(here)):
        yield call(accounts)


def _remark(finding: Finding) -> Line:
    return line(" (info)") if finding.severity is Severity.INFO else ()


def _needed(issue: IssueView) -> Line:
    if issue.needed_by is None:
        return ()
    day, source = issue.needed_by, DATED_BY.get(issue.needed_from)
    return line(f" Needed by {day.day} {day:%b %Y}", f" ({source})." if source else ".")


def _understood(statements: tuple[Statement, ...], near_misses: Sequence[NearMiss], sight: Sight) -> Iterator[Block]:
    """What the issue itself says, as it was read."""
    lines = [said for statement in statements if (said := echo(statement, sight.here.ref))]
    missed = [almost(miss) for miss in near_misses[:ECHOES]]
    blocks: list[Block] = [Rows((*missed, *lines[:ECHOES]))] if missed or lines else []
    if len(lines) > ECHOES:
        blocks.append(Paragraph(line(f"and {len(lines) - ECHOES} more")))
    if blocks:
        besides = f", and {counted(len(near_misses), 'line')} that almost was" if near_misses else ""
        yield Details(f"What was understood here{besides}", tuple(blocks))


def _ways_out(listed: list[Finding], sight: Sight) -> Iterator[Block]:
    """How to take the risk with open eyes, and how to end a link that nobody needs; the lines are ready to be sent."""
    until = sight.here.graph.as_of + WAIVER
    waivers = [
        Code(f"/detour waive {what} until {until} because REASON")
        for finding in listed
        for link in finding.links[:1]
        if (what := _waivable(finding, link, sight))
    ]
    drops = [
        Code(f"/detour drop {ref} because REASON")
        for finding in listed
        if finding.code in ENDED_BY_DROPPING
        for link in finding.links
        if link.blocked.row == sight.here.row and (ref := _named(link.blocker, sight))
    ]
    team = Name(sight.here.team.name)
    blocks: list[Block] = []
    if waivers:
        who = line("Taking the risk for a while is fine too: someone of ", team, " says so in a comment, with the")
        when = " reason and a day at most 90 days ahead, and Detour is silent about it until then:"
        blocks += [Paragraph(line(who, when)), _commands(waivers)]
    if drops:
        ask = "If the link is not needed any more, this ends it for Detour, and says why:"
        blocks += [Paragraph(line(ask)), _commands(drops)]
    if blocks:
        yield Details("How to accept the risk, or end the link", tuple(blocks))


def _commands(found: list[Code]) -> Rows:
    return Rows(tuple(line(command) for command in list(dict.fromkeys(found))[:ROWS]))


def _waivable(finding: Finding, link: LinkView, sight: Sight) -> str:
    """What a waiver says that it is for: the blocker if it may be named, and a rule of the organisation's own."""
    blocker = _named(link.blocker, sight)
    if own_rule_of(finding, sight):
        return f"{blocker} {finding.code}".strip()
    return (blocker or finding.code) if finding.code in WAIVABLE else ""


def _named(issue: IssueView, sight: Sight) -> str:
    return str(issue.ref) if sight.shows(issue) else ""


def _rules(listed: list[Finding], sight: Sight, operator: Operator) -> Rows:
    """Each rule once: its name, its code, and the first sentence of its documentation."""
    found = {finding.code: finding for finding in listed}
    return Rows(tuple(_rule(finding, sight, operator) for finding in found.values()))


def _rule(finding: Finding, sight: Sight, operator: Operator) -> Line:
    code, own = finding.code, own_rule_of(finding, sight)
    rule, page = own or rule_named(code), operator.page("rules", code)
    first = rule.documentation().partition("\n\n")[0] if rule else "A rule of this organisation's own."
    name = line(Strong(line(Name(finding.name))), " (", Link(code, page) if page else Name(code), "): ")
    return line(name, in_their_words(first) if own else first)


def about(sight: Sight, operator: Operator) -> Paragraph:
    """Who wrote a comment, where that is configured, and when it changes."""
    by = line("; ", Name(operator.name), " runs it") if operator.name else ()
    page = operator.page_of(sight.here.ref)
    more = line(" What it knows of this issue is on ", Link("its page", page), ".") if page else ()
    return Paragraph(
        line(
            line("Detour wrote this", by, ". It is configured in ", Code("detour.toml"), ", under ", Code("[policy]")),
            line(" and ", Code("[comments]"), ".", more),
            " It edits this comment in place, and writes a new one only when something new happens.",
        )
    )
