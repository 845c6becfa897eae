"""Reports on small organisations that are drawn issue by issue."""

from dataclasses import replace

from rules.policy import Owned, Policy, Specificity, Team
from service.audit import audit_of
from service.reports.report import Report
from tests.drawing import TODAY, Drawing

TEAMS = Policy(
    teams=tuple(
        Team(name.lower(), name, (Owned(Specificity.CONTAINER, key, "jira"),))
        for name, key in (("Shop", "SHOP"), ("App", "APP"), ("Payments", "PAY"), ("Operations", "OPS"))
    )
)


def reported(drawing, *, known=None, policy=TEAMS):
    """The report on a drawing; with a baseline if the keys are given that it knew."""
    drawing.policy = policy
    audit = audit_of(
        list(drawing.facts.values()), policy, as_of=TODAY, in_scope=lambda _: True, known_project=lambda _: True
    )
    return Report(replace(audit, known=known or frozenset()), compared=known is not None)


def planned(*texts, **fields):
    """A drawing with these plans."""
    return Drawing().open(*texts, planned=True, **fields)
