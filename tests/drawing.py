"""Draws small organisations for tests, in the words of the domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from rules.assembly import assemble
from rules.engine import Chosen, catalogue, rule_named, run, selected
from rules.experience import experience_of
from rules.graph import Graph
from rules.model import Facts, Glimpse, History, Issue, Need, PlanSign, Ref, State
from rules.policy import Policy
from rules.rule import Reach
from rules.statements import (
    Acknowledgement,
    Child,
    Cost,
    Duplicate,
    Fallback,
    FallbackKind,
    Migration,
    Said,
    Source,
    Wait,
    Waiver,
)

TODAY = date(2026, 11, 23)
SITE = "jira/acme"
NO_COST = Cost()
ON_LINKS = frozenset({"DT101", "DT102", "DT103", "DT104", "DT105", "DT106", "DT306", "DT401", "DT404", "DT505"})
"""The rules on whether links have a fallback that stands, and whether the model holds together."""


def ref(text):
    """The address of an issue of the drawn organisation: a key, or a GitHub address."""
    return Ref("github/acme" if "#" in text else "vendor" if text.startswith("vendor:") else SITE, text)


class Drawing:
    """An organisation that is drawn issue by issue; whatever is named but not drawn stays unknown."""

    def __init__(self, policy=None):
        self.policy = policy or Policy()
        self.facts = {}

    def issue(self, text, state=State.OPEN, *, planned=False, away_until=None, **fields):
        """An issue that was read. Moments may be given as days."""
        signs = PlanSign.IN_PROGRESS if planned else PlanSign.NONE
        for name in ("moved", "created", "closed"):
            if name in fields:
                fields[name] = datetime.combine(fields[name], datetime.min.time(), UTC)
        fields = {"title": f"Title of {text}", "url": ""} | fields
        issue = Issue(ref=ref(text), vendor_id=f"id {text}", state=state, signs=signs, **fields)
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

    def needs(self, text, **need):
        """What an issue says of its own need: ``by``, ``because``, ``decide_by``, ``away_team`` ..."""
        facts = self.facts[text]
        self.facts[text] = replace(facts, need=replace(facts.need, **need))
        return self

    def seen(self, text, **history):
        """What was seen of an issue over time: ``planned_before``, ``left_plan``, ``came``."""
        self.facts[text] = replace(self.facts[text], history=History(**history))
        return self

    def understood(self, text):
        """The team of ``text`` has understood what is asked for there."""
        return self._say(text, Acknowledgement(ref(text), Said(Source.COMMAND, ref(text))))

    def fallback(self, issue, ticket, *, against=None, kind=FallbackKind.OTHER, cost=NO_COST, migration=None):
        """``issue`` declares ``ticket`` as its fallback."""
        blocker, to = (None if one is None else ref(one) for one in (against, migration))
        said = Said(Source.DESCRIPTION, ref(issue))
        self._say(issue, Fallback(ref(issue), ref(ticket), said, blocker, kind, cost, to))
        return self if to is None else self._say(issue, Migration(ref(issue), to, ref(ticket), said))

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
        """The graph of the drawing, with the experience that its issues make."""
        columns = self.assembled().columns
        return Graph(columns, as_of=as_of, policy=self.policy, experience=experience_of(columns, as_of))

    def findings(self, name=None, as_of=TODAY, **settings):
        """What the rule of that name finds, or all that say whether links have a fallback."""
        rules = [one for one in selected(self.policy) if one.rule.code in ON_LINKS]
        outcome = run(self.graph(as_of), rules if name is None else [rule_named(name)(**settings)])
        assert not outcome.crashes
        return list(outcome.findings)

    def _say(self, text, statement):
        facts = self.facts[text]
        self.facts[text] = replace(facts, statements=(*facts.statements, statement))
        return self


def on_issues(policy):
    """Every rule on single issues, the ones too that are off by default; reports are the whole's matter."""
    return [Chosen(rule, policy) for rule in catalogue() if rule.reach is not Reach.REPORT]


def codes(findings):
    """The codes of findings, sorted."""
    return sorted(finding.code for finding in findings)
