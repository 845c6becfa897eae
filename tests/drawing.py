"""Draws small organisations for tests, in the words of the domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rules.assembly import assemble
from rules.engine import rule_named, run, selected
from rules.graph import Graph
from rules.model import (
    Child,
    Duplicate,
    Facts,
    Fallback,
    FallbackKind,
    Glimpse,
    Issue,
    Need,
    PlanSign,
    Ref,
    Said,
    Source,
    State,
    Wait,
    Waiver,
)
from rules.policy import Policy

TODAY = date(2026, 11, 23)
SITE = "jira/acme"


def ref(text):
    """The address of an issue of the drawn organisation: a key, or a GitHub address."""
    return Ref("github/acme" if "#" in text else "vendor" if text.startswith("vendor:") else SITE, text)


class Drawing:
    """An organisation that is drawn issue by issue; whatever is named but not drawn stays unknown."""

    def __init__(self, policy=None):
        self.policy = policy or Policy()
        self.facts = {}

    def issue(self, text, state=State.OPEN, *, planned=False, away_until=None, **fields):
        """An issue that was read."""
        signs = PlanSign.IN_PROGRESS if planned else PlanSign.NONE
        issue = Issue(
            ref=ref(text), vendor_id=f"id {text}", title=f"Title of {text}", url="", state=state, signs=signs, **fields
        )
        self.facts[text] = Facts(issue=issue, need=Need(away_until=away_until))
        return self

    def open(self, *texts, **fields):
        """Several open issues."""
        for text in texts:
            self.issue(text, **fields)
        return self

    def waits(self, blocked, *blockers, source=Source.NATIVE, by=None):
        """``blocked`` waits on each of the blockers; ``by`` says so, or the blocked issue itself."""
        for blocker in blockers:
            self._say(by or blocked, Wait(ref(blocked), ref(blocker), Said(source, ref(by or blocked))))
        return self

    def fallback(self, issue, ticket, *, against=None, kind=FallbackKind.OTHER):
        """``issue`` declares ``ticket`` as its fallback."""
        blocker = None if against is None else ref(against)
        return self._say(issue, Fallback(ref(issue), ref(ticket), Said(Source.DESCRIPTION, ref(issue)), blocker, kind))

    def part(self, child, parent):
        """``child`` is a part of ``parent``."""
        return self._say(child, Child(ref(child), ref(parent), Said(Source.NATIVE, ref(child))))

    def duplicate(self, copy, original):
        """``copy`` was declared a duplicate of ``original``."""
        return self._say(copy, Duplicate(ref(copy), ref(original), Said(Source.NATIVE, ref(copy))))

    def told(self, by, text, state):
        """A link on ``by`` tells the state of an issue that was not read."""
        facts = self.facts[by]
        glimpse = Glimpse(ref=ref(text), vendor_id=f"id {text}", state=state)
        self.facts[by] = replace(facts, glimpses=(*facts.glimpses, glimpse))
        return self

    def waiver(self, issue, *, until, blocker=None, rule=None, because="the launch does not need it"):
        """``issue`` is waived until a day."""
        at = None if blocker is None else ref(blocker)
        return self._say(issue, Waiver(ref(issue), until, because, "jira:lead", at, rule))

    def assembled(self):
        """The model of the drawing."""
        return assemble(self.facts.values(), self.policy)

    def graph(self, as_of=TODAY):
        """The graph of the drawing."""
        return Graph(self.assembled().columns, as_of=as_of, policy=self.policy)

    def findings(self, name=None, as_of=TODAY):
        """What the rule of that name finds, or every rule."""
        rules = selected(self.policy) if name is None else [rule_named(name)()]
        outcome = run(self.graph(as_of), rules)
        assert not outcome.crashes
        return list(outcome.findings)

    def _say(self, text, statement):
        facts = self.facts[text]
        self.facts[text] = replace(facts, statements=(*facts.statements, statement))
        return self


def codes(findings):
    """The codes of findings, sorted."""
    return sorted(finding.code for finding in findings)
