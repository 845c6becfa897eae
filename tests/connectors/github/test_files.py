import json
from pathlib import Path

import pytest

from connectors.github.dialect import GitHubDialect
from connectors.github.files import SavedGitHub, host_of
from connectors.github.issues import GitHubIssues
from connectors.saved import saved_documents
from rules.addresses import Addresses, Site
from rules.statements import Child, Fallback, Wait

SITE = "github/acme"
READER = SavedGitHub(GitHubIssues(GitHubDialect(name=SITE), Addresses([Site(SITE, "github.com", ("acme",))])))
OURS = Path(__file__).parent / "payloads"
RECORDED = Path(__file__).parents[3].parent / "shared" / "data" / "github" / "webhooks"
HERE, THERE = "https://github.com/acme/web/issues/12", "https://ghe.example/acme/web/issues/12"


def refs(document):
    return [facts.issue.ref.text for facts in READER.facts(json.dumps(document).encode())]


def node(url=HERE):
    return {"number": 12, "title": "Pay", "url": url, "state": "OPEN"}


def rest(**fields):
    return {"number": 12, "title": "Pay", "html_url": HERE, "state": "open"} | fields


KINDS = [
    (rest(), "github.com"),
    (rest(html_url=None, repository_url="https://api.github.com/repos/acme/web"), "github.com"),
    (node(THERE), "ghe.example"),
    ({"data": {"repository": {"issues": {"nodes": [node(THERE)]}}}}, "ghe.example"),
    ({"action": "opened", "issue": rest(html_url=THERE)}, "ghe.example"),
    ({"action": "created", "issue": rest(), "comment": {"html_url": HERE}}, "github.com"),
    ({"action": "closed", "pull_request": rest()}, "github.com"),
    ({"action": "blocking_added", "blocked_issue": rest(), "blocking_issue": rest()}, "github.com"),
    ({"action": "sub_issue_removed", "sub_issue": rest(), "parent_issue": rest()}, "github.com"),
]


@pytest.mark.parametrize(("document", "host"), KINDS)
def test_each_kind_is_recognised_with_its_host_and_read(document, host):
    assert host_of(json.dumps(document).encode()) == host
    assert set(refs(document)) == {"acme/web#12"}


def test_a_webhook_that_is_about_no_issue_is_github_s_and_says_nothing():
    body = {"action": "created", "installation": {"id": 1}, "sender": {"html_url": "https://github.com/mia"}}

    assert host_of(json.dumps(body).encode()) == "github.com"
    assert refs(body) == []


def test_an_issue_without_an_address_is_of_no_known_host():
    assert host_of(b'{"number": 12, "title": null}') == ""


@pytest.mark.parametrize(
    "raw",
    [
        b'{"key": "PAY-1", "fields": {}}',
        b'{"number": 12}',
        b'{"data": {"viewer": {"login": "mia"}}}',
        b'{"data": null, "errors": []}',
        b'{"action": "created", "installation": {}}',
        b'{"issue": {"number": 1}}',
        b"[]",
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"",
        b"\xff",
    ],
)
def test_other_documents_are_not_github_issues(raw):
    assert host_of(raw) is None


def test_a_page_holds_many_issues():
    page = {"data": {"nodes": [node(), node(HERE.replace("web", "api"))]}}

    assert refs(page) == ["acme/web#12", "acme/api#12"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("issue_dependencies__without_addresses", [("acme/web#12", [Wait]), ("acme/api#4", [])]),
        ("issue_dependencies__other_end_hidden", [("acme/web#12", [])]),
        ("sub_issues__parent_added_to_a_fallback", [("acme/web#12", [Child, Fallback]), ("acme/web#7", [])]),
        ("sub_issues__parent_removed", [("acme/web#12", []), ("acme/web#7", [])]),
        ("issues__labeled_as_fallback", [("acme/web#12", [Child, Fallback])]),
        ("pull_request__merged", [("acme/web#5", [Wait])]),
        ("issues__opened_by_a_transfer", [("acme/api#4", [])]),
        ("issues__deleted", []),
    ],
)
def test_a_webhooks_body_tells_its_issues_with_the_link_that_it_adds(name, told):
    found = READER.facts((OURS / f"{name}.json").read_bytes())

    assert [(facts.issue.ref.text, [type(one) for one in facts.statements]) for facts in found] == told


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded webhooks are beside the project, in ../shared")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("built.issue_dependencies.blocked_by_added", ["Octocoders/api#7", "Octocoders/platform#12"]),
        ("built.sub_issues.sub_issue_added", ["Octocoders/platform#12", "Octocoders/api#7"]),
        ("webhooks-examples.issue_comment.created", ["Codertocat/Hello-World#1"]),
        ("webhooks-examples.issues.transferred", ["Codertocat/Hello-World#1"]),
    ],
)
def test_recorded_bodies_are_found_in_files_and_read(name, told):
    [document] = saved_documents(RECORDED / f"{name}.json")

    assert host_of(document.raw) == "github.com"
    assert [facts.issue.ref.text for facts in READER.facts(document.raw)] == told


def test_pages_printed_one_after_the_other_are_single_documents(tmp_path):
    path = tmp_path / "pages.json"
    page = {"data": {"repository": {"issues": {"nodes": [node()]}}}}
    path.write_text(json.dumps(page) + json.dumps(page, indent=2) + json.dumps([page]))

    found = [facts for document in saved_documents(path) for facts in READER.facts(document.raw)]

    assert [facts.issue.ref.text for facts in found] == ["acme/web#12"] * 3
