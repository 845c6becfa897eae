import json
from datetime import UTC, date, datetime

import pytest

from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues, NoRepositoryError
from rules.addresses import Addresses, Site
from rules.model import DateSource, PlanSign, Ref, State
from rules.statements import Child, Fallback, Wait

SITES = Addresses([Site("github/acme", "github.com", ("acme",)), Site("jira/acme", "acme.example")])
API = "https://api.github.com/repos/acme/web"


def facts(**fields):
    document = {"id": 1, "number": 12, "title": "Pay by card", "html_url": "https://github.com/acme/web/issues/12"}
    return GitHubIssues(GitHubDialect(name="github/acme"), SITES).facts(json.dumps(document | fields).encode())


def github(text):
    return Ref("github/acme", text)


def said(found, kind):
    return [statement for statement in found.statements if isinstance(statement, kind)]


PULL = "https://github.com/acme/web/pull/12"
MERGED, UNMERGED = {"merged_at": "2026-11-01T00:00:00Z"}, {"merged_at": None}


@pytest.mark.parametrize(
    ("fields", "state", "known"),
    [
        ({"state": "open"}, State.OPEN, True),
        ({"state": "open", "state_reason": "reopened"}, State.OPEN, True),
        ({"state": "closed", "state_reason": "completed"}, State.DONE, True),
        ({"state": "closed", "state_reason": "not_planned"}, State.DROPPED, True),
        ({"state": "closed", "state_reason": "duplicate"}, State.DROPPED, True),
        ({"state": "closed", "state_reason": None}, State.DONE, False),
        ({"state": "open", "pull_request": UNMERGED}, State.OPEN, True),
        ({"state": "closed", "pull_request": MERGED}, State.DONE, True),
        ({"state": "closed", "pull_request": UNMERGED}, State.DROPPED, True),
        ({"state": "closed", "html_url": PULL} | MERGED, State.DONE, True),
        ({"state": "closed", "html_url": PULL} | UNMERGED, State.DROPPED, True),
    ],
)
def test_state_reason_and_merge_tell_how_an_issue_ended(fields, state, known):
    issue = facts(**fields).issue

    assert (issue.state, issue.outcome_known) == (state, known)
    assert issue.closed_as_duplicate is (fields.get("state_reason") == "duplicate")


def test_text_states_links_relative_to_the_repository_and_across_trackers():
    body = "**Blocked by:** #3, acme/api#4 and PAY-5\n\nFallback for #3: #6 (smaller scope)\n"

    found = facts(body=body)

    assert [wait.blocker for wait in said(found, Wait)] == [
        github("acme/web#3"),
        github("acme/api#4"),
        Ref("jira/acme", "PAY-5"),
    ]
    [fallback] = said(found, Fallback)
    assert (fallback.ticket, fallback.blocker) == (github("acme/web#6"), github("acme/web#3"))


def test_a_sub_issue_is_a_part_and_with_the_label_a_fallback_of_its_parent():
    plain = facts(parent_issue_url=f"{API}/issues/7", labels=[{"name": "bug"}])
    labelled = facts(parent_issue_url=f"{API}/issues/7", labels=[{"name": "Fallback"}, "old"])

    [part] = said(plain, Child)
    assert (part.child, part.parent) == (github("acme/web#12"), github("acme/web#7"))
    assert said(plain, Fallback) == []
    [fallback] = said(labelled, Fallback)
    assert (fallback.issue, fallback.ticket, fallback.blocker) == (github("acme/web#7"), github("acme/web#12"), None)
    assert labelled.issue.labels == ("Fallback", "old")


@pytest.mark.parametrize(
    ("milestone", "day", "sign"),
    [
        ({"state": "open", "due_on": "2026-12-24T08:00:00Z"}, date(2026, 12, 24), PlanSign.DATED_MILESTONE),
        ({"state": "closed", "due_on": "2026-12-24T08:00:00Z"}, None, PlanSign.NONE),
        ({"state": "open", "due_on": None}, None, PlanSign.NONE),
        (None, None, PlanSign.NONE),
    ],
)
def test_an_open_milestone_with_a_date_is_a_plan(milestone, day, sign):
    issue = facts(milestone=milestone).issue

    assert (issue.needed_by, issue.signs) == (day, sign)
    assert issue.needed_from is (DateSource.NONE if day is None else DateSource.MILESTONE)


def test_assignees_are_named_as_the_configuration_names_them():
    assert facts(assignees=[{"login": "Mia"}]).issue.assignees == ("github:@mia",)


def test_native_dependencies_that_a_list_only_counts_are_told():
    found = facts(issue_dependencies_summary={"blocked_by": 2, "total_blocked_by": 3})

    assert found.unresolved == ("2 native dependencies, which a REST list counts but does not name",)


@pytest.mark.parametrize(
    ("urls", "ref"),
    [
        ({"html_url": "https://github.com/acme/web/pull/12"}, "acme/web#12"),
        ({"html_url": "", "repository_url": API}, "acme/web#12"),
        ({"html_url": "", "repository_url": "https://ghe.example/api/v3/repos/acme/web"}, "acme/web#12"),
    ],
)
def test_the_repository_comes_from_either_address(urls, ref):
    assert facts(**urls).issue.ref.text == ref


def test_a_document_without_a_repository_is_refused():
    with pytest.raises(NoRepositoryError, match="names a repository"):
        facts(html_url="")


def test_a_discussion_is_no_issue():
    with pytest.raises(NoRepositoryError, match="issue or pull request"):
        facts(html_url="https://github.com/acme/web/discussions/12", repository_url=API)


NULLS = ("title", "body", "state", "labels", "assignees", "milestone", "updated_at", "pull_request", "id")


@pytest.mark.parametrize(
    "fields",
    [
        *({name: None} for name in NULLS),
        {"labels": [None, {"name": None}, {"name": "x"}]},
        {"assignees": [None, {"login": None}]},
        {"milestone": {"state": None, "due_on": None}},
        {"issue_dependencies_summary": {"blocked_by": None, "total_blocked_by": None}},
        {"html_url": None, "repository_url": API},
    ],
)
def test_a_null_costs_what_it_stands_for_and_not_the_issue(fields):
    assert facts(**fields).issue.ref == github("acme/web#12")


def test_when_it_was_made_and_closed_is_the_trackers_word():
    moments = {"created_at": "2026-10-01T09:00:00Z", "closed_at": "2026-11-02T09:00:00Z"}

    issue = facts(state="closed", state_reason="completed", **moments).issue

    assert (issue.created, issue.closed) == (datetime(2026, 10, 1, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC))


def test_an_open_issue_was_not_closed_whatever_a_document_says():
    assert facts(state="open", closed_at="2026-11-02T09:00:00Z").issue.closed is None
