"""Reports on small organisations of four teams that are drawn issue by issue."""

from rules.policy import Owned, Policy, Specificity, Team
from tests.drawing import Drawing
from tests.service.reports.drawn import report_on

TEAMS = Policy(
    teams=tuple(
        Team(name.lower(), name, (Owned(Specificity.CONTAINER, key, "jira"),))
        for name, key in (("Shop", "SHOP"), ("App", "APP"), ("Payments", "PAY"), ("Operations", "OPS"))
    )
)


def reported(drawing, *, known=None, policy=TEAMS):
    """The report on a drawing; with a baseline if the keys are given that it knew."""
    drawing.policy = policy
    return report_on(drawing, known)


def planned(*texts, **fields):
    """A drawing with these plans."""
    return Drawing().open(*texts, planned=True, **fields)
