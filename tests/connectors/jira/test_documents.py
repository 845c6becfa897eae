import json

import pytest

from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses
from rules.model import Ref

BARE = {"key": "PAY-2", "id": None, "fields": None}


def facts(**fields):
    document = {"id": None, "self": None, "key": "SHOP-1", "fields": fields}
    return JiraIssues(JiraDialect(name="jira/acme"), Addresses([]), trust_comments=True).facts(
        json.dumps(document).encode()
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"status": None},
        {"status": {"statusCategory": None}},
        {"status": {"statusCategory": {"key": None}}},
        {"resolution": {"name": None}},
        {"labels": [None], "components": [None, {"name": None}], "fixVersions": [None]},
        {"parent": BARE},
        {"subtasks": [None, BARE]},
        {"issuelinks": [None, {"type": None, "inwardIssue": BARE}, {"type": {"name": None}, "outwardIssue": BARE}]},
        {"comment": {"comments": None}},
        {"customfield_10001": None, "customfield_10014": None, "customfield_10020": [None]},
    ],
)
def test_a_null_costs_what_it_stands_for_and_not_the_issue(fields):
    assert facts(**fields).issue.ref == Ref("jira/acme", "SHOP-1")
