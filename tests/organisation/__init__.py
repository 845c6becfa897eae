"""Organisations made up from a seed: the same one as columns, as saved issues, and in the made-up trackers."""

from tests.organisation.draw import TODAY, Organisation, draw
from tests.organisation.github import github_documents
from tests.organisation.jira import jira_documents
from tests.organisation.model import columns, policy
from tests.organisation.names import Names
from tests.organisation.on_github import settle_on_github
from tests.organisation.on_jira import settle_on_jira
from tests.organisation.shape import FALSE_PLANS, Plan, Shape

__all__ = [
    "FALSE_PLANS",
    "TODAY",
    "Names",
    "Organisation",
    "Plan",
    "Shape",
    "columns",
    "draw",
    "github_documents",
    "jira_documents",
    "policy",
    "settle_on_github",
    "settle_on_jira",
]
