"""Exports of Jira for tests: issues as columns and cells, and the reader of a site."""

import csv
import io
from dataclasses import replace

from connectors.jira.dialect import JiraDialect
from connectors.jira.files import SavedJira
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site

SITE = "jira/acme"
DIALECT = JiraDialect(name=SITE)


def reader(**dialect):
    issues = JiraIssues(replace(DIALECT, **dialect), Addresses([Site(SITE)]), trust_comments=True)
    return SavedJira(issues)


def table(*issues):
    """A CSV of issues, each a list of columns with their cells; columns may repeat, as Jira's do."""
    names = [name for name, _ in max(issues, key=len)]
    out = io.StringIO()
    csv.writer(out).writerows([names, *([cell for _, cell in issue] for issue in issues)])
    return out.getvalue().encode()
