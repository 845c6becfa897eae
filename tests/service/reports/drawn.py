"""Reports on drawn organisations."""

from dataclasses import replace
from datetime import timedelta

from rules.resolution import resolved
from rules.rule import Severity
from service.audit import audit_of
from service.own_rules.expression_rules import rule_of
from service.reports.earlier import Earlier
from service.reports.report import Report
from tests.drawing import TODAY, Drawing
from tests.service.speech.hostility import hostile_office

TOMORROW = TODAY + timedelta(days=1)


def report_on(drawing, known=None, **options):
    """The report on a drawing. ``known`` are the keys of a baseline."""
    heard = resolved(drawing.facts.values())
    found = audit_of(heard, drawing.policy, as_of=TODAY, in_scope=lambda _: True, known_project=lambda _: True)
    baseline = None if known is None else Earlier(frozenset(known))
    return Report(replace(found, known=frozenset(known or ())), earlier=baseline, **options)


def waiting():
    """SHOP-1 waits on PAY-1, has no fallback, and says neither why nor by when; SHOP-2 has a waiver."""
    drawing = Drawing().issue("SHOP-1", planned=True).issue("SHOP-2", planned=True).open("PAY-1")
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1").needs("SHOP-2", because="we sell")
    return drawing.waiver("SHOP-2", until=TOMORROW, because="small")


def hostile(text):
    """An organisation in which every text is hostile, one accepted risk and a rule of its own among it."""
    drawing = hostile_office(text)
    own = rule_of("ACME101", "odd-rule", Severity.WARNING, "link.across", text, text)
    drawing.policy = replace(drawing.policy, own_rules=(own,))
    drawing.issue("SHOP-3", planned=True).waits("SHOP-3", "PAY-1")
    drawing.needs("SHOP-3", because=text).waiver("SHOP-3", until=TOMORROW, because=text)
    facts = drawing.facts["SHOP-3"]
    drawing.facts["SHOP-3"] = replace(facts, issue=replace(facts.issue, title=text, url=text))
    return drawing
