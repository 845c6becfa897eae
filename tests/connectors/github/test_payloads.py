import hashlib
import hmac
import json
import urllib.parse
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Delivery, Facet, Rejected, Touched
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.github.payloads import HEARINGS, GitHubConnector
from rules.addresses import Addresses, Site
from rules.model import Ref, State
from rules.statements import Child, Fallback, Said, Source, Wait

SITE = "github/acme"
ISSUES = GitHubIssues(GitHubDialect(name=SITE), Addresses([Site(SITE, "github.com", ("acme",))]))
SECRET, BODY = "It's a Secret to Everybody", b"Hello, World!"
# https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
VECTOR = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
CONNECTOR = GitHubConnector(ISSUES, (SECRET,))
HEADERS = {"x-hub-signature-256": VECTOR, "x-github-event": "issues", "x-github-delivery": "72d3162e-cc78"}

OURS = Path(__file__).parent / "payloads"
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "github"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="recorded webhooks are beside the project, in ../shared")


def github(text):
    return Ref(SITE, text)


def hear(event, body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return CONNECTOR.normalize(Delivery(SITE, "1", event, raw))


def ours(name):
    return hear(name.partition("__")[0], (OURS / f"{name}.json").read_bytes())


def recorded(name):
    return json.loads((SHARED / "webhooks" / f"{name}.json").read_bytes())


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def signed(secret, body=BODY):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def facets(heard):
    return {one.ref.text: set(one.facets) for one in heard.touched}


def test_the_vendors_test_vector_is_taken():
    assert CONNECTOR.verify(HEADERS, BODY) == Delivery(SITE, "72d3162e-cc78", "issues", BODY)


def test_a_token_in_the_address_is_no_way_in():
    with pytest.raises(Rejected, match="ends with the site's name"):
        CONNECTOR.verify(HEADERS, BODY, "token")


@pytest.mark.parametrize("secrets", [("new", SECRET), (SECRET, "old"), ("", SECRET)])
def test_any_of_several_secrets_will_do(secrets):
    assert GitHubConnector(ISSUES, secrets).verify(HEADERS, BODY).body == BODY


REFUSED = {
    "no signature": ({"x-hub-signature-256": None}, "has no X-Hub-Signature-256"),
    "SHA-1 only": ({"x-hub-signature-256": None, "x-hub-signature": "sha1=" + "0" * 40}, "SHA-1 only"),
    "SHA-1 in its place": ({"x-hub-signature-256": "sha1=" + "0" * 40}, "not one signature"),
    "another secret": ({"x-hub-signature-256": signed("other")}, "none of the site's"),
    "another body": ({"x-hub-signature-256": signed(SECRET, b"Hello, World")}, "none of the site's"),
    "cut short": ({"x-hub-signature-256": VECTOR[:-1]}, "not one signature"),
    "no prefix": ({"x-hub-signature-256": VECTOR[7:]}, "not one signature"),
    "a line end": ({"x-hub-signature-256": VECTOR + "\n"}, "not one signature"),
    "not ASCII": ({"x-hub-signature-256": VECTOR[:-1] + "\xe9"}, "not one signature"),
    "digits of another script": ({"x-hub-signature-256": VECTOR[:-1] + "\u0667"}, "not one signature"),
    "two in one header": ({"x-hub-signature-256": f"{VECTOR}, {VECTOR}"}, "not one signature"),
    "empty": ({"x-hub-signature-256": ""}, "not one signature"),
    "no event": ({"x-github-event": None}, "no X-GitHub-Event"),
    "no delivery id": ({"x-github-delivery": None}, "no X-GitHub-Delivery"),
    "an event that breaks a log line": ({"x-github-event": "issues\nadmin"}, "X-GitHub-Event header is malformed"),
    "an endless delivery id": ({"x-github-delivery": "7" * 129}, "X-GitHub-Delivery header is malformed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_site_did_not_sign_is_refused_with_a_reason(case):
    changed, reason = REFUSED[case]
    headers = {name: value for name, value in (HEADERS | changed).items() if value is not None}

    with pytest.raises(Rejected) as refused:
        CONNECTOR.verify(headers, BODY)

    assert reason in refused.value.reason


@pytest.mark.parametrize("secrets", [(), ("",), (" ", "")])
def test_an_empty_secret_signs_nothing(secrets):
    headers = HEADERS | {"x-hub-signature-256": signed(secrets[0] if secrets else "")}

    with pytest.raises(Rejected, match="no webhook secret"):
        GitHubConnector(ISSUES, secrets).verify(headers, BODY)


def test_every_secret_is_tried_even_after_one_that_fits(monkeypatch):
    tried = []
    monkeypatch.setattr(hmac, "compare_digest", lambda ours, theirs: tried.append(ours) or ours == theirs)

    GitHubConnector(ISSUES, (SECRET, "b", "c")).verify(HEADERS, BODY)

    assert len(tried) == 3


def test_secrets_are_not_shown():
    assert SECRET not in repr(CONNECTOR)


@needs_shared
@pytest.mark.parametrize(
    ("name", "event", "moment"),
    [
        ("webhooks-examples.issues.opened", "issues", "2019-05-15T15:20:18"),
        ("webhooks-examples.issues.edited", "issues", "2019-05-15T15:20:18"),
        ("webhooks-examples.issue_comment.created", "issue_comment", "2019-05-15T15:20:21"),
    ],
)
def test_a_recorded_issue_is_told_with_its_identity_and_time(name, event, moment):
    heard = hear(event, recorded(name))

    here = github("Codertocat/Hello-World#1")
    facet = Facet.COMMENTS if event == "issue_comment" else Facet.CORE
    assert heard.touched == (Touched(here, "444500041", "MDU6SXNzdWU0NDQ1MDAwNDE=", frozenset({facet})),)
    [facts] = heard.facts
    assert (facts.issue.title, facts.issue.state) == ("Spelling error in the README file", State.OPEN)
    assert (facts.issue.labels, facts.issue.assignees) == (("bug",), ("github:@codertocat",))
    assert (heard.at, heard.added, heard.removed, heard.ignored) == (at(moment), (), (), "")


@needs_shared
def test_a_recorded_transfer_moves_the_address():
    heard = hear("issues", recorded("webhooks-examples.issues.transferred"))

    old, new = github("octo-org/hello-world-npm#1"), github("Codertocat/Hello-World#1")
    assert heard.moved == ((old, new),)
    assert facets(heard) == {new.text: set(Facet)}
    assert [facts.issue.ref for facts in heard.facts] == [new]
    assert heard.deleted == ()


@needs_shared
def test_a_recorded_installation_is_ignored_with_a_reason():
    heard = hear("installation", recorded("webhooks-examples.installation.created"))

    assert "installed" in heard.ignored
    assert heard.touched == heard.facts == ()


def as_event(kind, action):
    """One of the eight native link events, made of the built one of its kind."""
    name = {"issue_dependencies": "blocked_by_added", "sub_issues": "sub_issue_added"}[kind]
    body = recorded(f"built.{kind}.{name}") | {"action": action}
    ends = {"issue_dependencies": ("blocking", "blocked"), "sub_issues": ("sub", "parent")}[kind]
    given, other = (f"{end}_issue_repo" for end in ends)
    if action.startswith(("blocking_", "parent_")):
        body[other], body["repository"] = body["repository"], body.pop(given)
    return body


WEB, PLATFORM = "Octocoders/api#7", "Octocoders/platform#12"
LINK_EVENTS = [
    *(("issue_dependencies", f"{end}_{what}") for end in ("blocked_by", "blocking") for what in ("added", "removed")),
    *(("sub_issues", f"{end}_{what}") for end in ("sub_issue", "parent_issue") for what in ("added", "removed")),
]


@needs_shared
@pytest.mark.parametrize(("kind", "action"), LINK_EVENTS)
def test_both_ends_of_a_native_link_tell_the_same_statement(kind, action):
    body = as_event(kind, action)

    heard = hear(kind, body)

    web, platform = github(WEB), github(PLATFORM)
    wait = Wait(web, platform, Said(Source.NATIVE, web))
    child = Child(platform, web, Said(Source.NATIVE, platform))
    gone = action.endswith("removed")
    fallback = (Fallback(web, platform, Said(Source.NATIVE, platform)),) if gone else ()
    said = (wait,) if kind == "issue_dependencies" else (child, *fallback)
    assert (heard.added, heard.removed) == (((), said) if gone else (said, ()))
    assert facets(heard) == {WEB: {Facet.LINKS}, PLATFORM: {Facet.LINKS}}
    assert {one.vendor_id for one in heard.touched} == {"900000007", "900000012"}
    assert heard.at is None


@needs_shared
@pytest.mark.parametrize(("kind", "action"), LINK_EVENTS)
def test_the_built_events_are_what_the_official_schema_describes(kind, action):
    schema = json.loads((SHARED / "schema" / "issue_dependencies_sub_issues.webhooks.openapi.json").read_bytes())
    name = f"webhook-{kind}-{action}".replace("_", "-")

    jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | schema).validate(as_event(kind, action))


def test_a_recorded_removal_removes():
    if not SHARED.exists():
        pytest.skip("recorded webhooks are beside the project, in ../shared")

    heard = hear("issue_dependencies", recorded("built.issue_dependencies.blocking_removed"))

    assert [(one.blocked.text, one.blocker.text) for one in heard.removed] == [(WEB, PLATFORM)]
    assert heard.added == ()


def test_a_deleted_issue_is_looked_for_once_more_and_says_nothing():
    heard = ours("issues__deleted")

    assert heard.deleted == (github("acme/web#12"),)
    assert heard.touched == (Touched(github("acme/web#12"), "1012", "I_12"),)
    assert (heard.facts, heard.at) == ((), at("2026-11-01T10:00:00"))


def test_the_new_repository_tells_of_a_transfer_too():
    heard = ours("issues__opened_by_a_transfer")

    assert heard.moved == ((github("acme/web#12"), github("acme/api#4")),)
    assert [one.vendor_id for one in heard.touched] == ["2004"]


@pytest.mark.parametrize(("name", "field"), [("labeled", "added"), ("unlabeled", "removed")])
def test_the_fallback_label_makes_and_unmakes_the_parents_fallback(name, field):
    heard = ours(f"issues__{name}_as_fallback")

    [fallback] = getattr(heard, field)
    assert (fallback.issue, fallback.ticket) == (github("acme/web#7"), github("acme/web#12"))
    assert facets(heard) == {"acme/web#12": {Facet.CORE, Facet.LINKS}, "acme/web#7": {Facet.LINKS}}


@pytest.mark.parametrize(
    ("name", "where", "vendor_id"),
    [
        ("issue_comment__edited", "acme/web#12", "1012"),
        ("issue_comment__deleted_on_a_pull_request", "acme/web#5", "PR_5"),
    ],
)
def test_a_comment_touches_the_comments_and_dates_by_the_later_time(name, where, vendor_id):
    heard = ours(name)

    assert [(one.ref.text, one.vendor_id, set(one.facets)) for one in heard.touched] == [
        (where, vendor_id, {Facet.COMMENTS})
    ]
    assert heard.at == at("2026-11-03T10:00:00")
    assert not any(isinstance(one, Fallback) for facts in heard.facts for one in facts.statements)


@pytest.mark.parametrize(
    ("action", "sender", "comment"),
    [("created", "Mia", "7"), ("edited", "mia", "7"), ("edited", "ben", ""), ("deleted", "mia", "")],
)
def test_which_comment_of_its_author_a_webhook_tells_of_alone(action, sender, comment):
    body = recorded("webhooks-examples.issue_comment.created")
    told = {"action": action, "sender": {"login": sender}, "comment": {"id": 7, "user": {"login": "mia"}}}

    assert hear("issue_comment", json.loads(body) | told if isinstance(body, bytes) else body | told).comment == comment


def test_a_pull_request_is_an_issue_that_is_done_when_merged():
    heard = ours("pull_request__merged")

    [facts] = heard.facts
    assert (facts.issue.ref.text, facts.issue.state, facts.issue.vendor_id) == ("acme/web#5", State.DONE, "PR_5")
    assert [(one.blocker.text, one.said.source) for one in facts.statements] == [("acme/web#3", Source.DESCRIPTION)]
    assert facets(heard) == {"acme/web#5": {Facet.CORE}}


def test_the_repository_beside_an_issue_places_it_where_it_names_none():
    heard = ours("issue_dependencies__without_addresses")

    assert [(one.blocked.text, one.blocker.text) for one in heard.added] == [("acme/web#12", "acme/api#4")]


def test_a_link_with_a_hidden_end_is_read_again_and_named():
    heard = ours("issue_dependencies__other_end_hidden")

    assert facets(heard) == {"acme/web#12": {Facet.LINKS}}
    assert (heard.added, heard.removed) == ((), ())
    [facts] = heard.facts
    assert facts.unresolved == ("the other end of a native link, which the webhook does not show",)


def test_a_sub_issue_with_the_label_is_the_parents_fallback():
    added, removed = ours("sub_issues__parent_added_to_a_fallback").added, ours("sub_issues__parent_removed").removed

    assert added == removed
    assert [type(one) for one in added] == [Child, Fallback]


def test_a_commit_that_was_pushed_concerns_the_check_on_its_pull_request_alone():
    heard = ours("pull_request__synchronize")

    assert [(one.ref.text, one.node_id) for one in heard.pulls] == [("acme/web#5", "PR_5")]
    assert (heard.touched, heard.ignored) == ((), "")


@pytest.mark.parametrize(
    ("event", "body", "rechecked"),
    [
        ("check_run", b'{"action": "rerequested", "check_run": {"id": 7}}', ("7",)),
        ("check_suite", b'{"action": "rerequested", "check_suite": {"head_sha": "abc"}}', ("abc",)),
        ("check_suite", b'{"action": "requested", "check_suite": {"head_sha": "abc"}}', ()),
    ],
    ids=["one", "all of a commit", "a commit that is new"],
)
def test_checks_that_somebody_wants_again_are_named(event, body, rechecked):
    heard = CONNECTOR.normalize(Delivery(CONNECTOR.site, "1", event, body))

    assert (heard.rechecked, bool(heard.ignored)) == (rechecked, not rechecked)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("issues__pinned", "pinned changes nothing"),
        ("repository__renamed", "the next sweep sees"),
    ],
)
def test_what_changes_nothing_here_is_ignored_with_a_reason(name, why):
    heard = ours(name)

    assert why in heard.ignored
    assert heard.touched == heard.facts == heard.moved == ()


@pytest.mark.parametrize("event", ["ping", "installation_repositories", "star", "workflow_run"])
def test_other_events_are_ignored_whatever_is_in_them(event):
    assert hear(event, b"[[").ignored.startswith(f"{event}: ")


def test_a_form_carries_the_same_body():
    body = {"action": "opened", "issue": {"number": 3, "title": "a+b c", "repository_url": "https://x/repos/acme/web"}}

    form = urllib.parse.urlencode({"payload": json.dumps(body)}).encode()

    assert hear("issues", form) == hear("issues", body)


def issue_with(extra):
    place = b'{"action": "opened", "issue": {"number": 1, "html_url": "https://github.com/a/b/issues/1", '
    return place + extra + b"}}"


HOSTILE = {
    "tiny arrays": issue_with(b'"x": [' + b"[]," * 8_000_000 + b"[]]"),
    "tiny labels": issue_with(b'"labels": [' + b"{}," * 2_000_000 + b"7]"),
    "deep nesting": issue_with(b'"x": ' + b"[" * 1_000_000 + b"]" * 1_000_000),
    "NaN": issue_with(b'"id": NaN'),
    "a huge integer": issue_with(b'"id": ' + b"9" * 1_000_000),
    "a huge number": b'{"action": "opened", "issue": {"number": 1e999}}',
    "a lone surrogate": issue_with(b'"title": "\\ud800"'),
    "half a character": issue_with(b'"title": "\xff"'),
    "number nought": b'{"action": "opened", "issue": {"number": 0}}',
    "no issue": b'{"action": "opened"}',
    "cut off": b'{"action": "opened", "iss',
    "nothing": b"",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_body_raises_value_error_at_most(case):
    if case == "tiny arrays":
        assert [one.issue.ref.text for one in hear("issues", HOSTILE[case]).facts] == ["a/b#1"]
    else:
        with pytest.raises(ValueError, match=r"."):
            hear("issues", HOSTILE[case])


TIMES = st.none() | st.sampled_from(["2026-11-01T00:00:00Z", "2026-11-01", "0001-01-01T00:00:00+14:00", ""])
URLS = st.none() | st.sampled_from(
    ["https://github.com/acme/web/issues/1", "https://github.com/acme/web/pull/2", "https://[", "//", ""]
)
NAMES = st.none() | st.sampled_from(["fallback", "bug", "", "\0"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
DOCUMENTS = st.fixed_dictionaries(
    {"number": st.integers(1, 9)},
    optional={
        **dict.fromkeys(("html_url", "repository_url", "parent_issue_url"), URLS),
        **dict.fromkeys(("updated_at", "merged_at"), TIMES),
        "title": st.none() | st.text(max_size=5),
        "body": st.none() | st.sampled_from(["Blocked by #3", "Fallback: #4 (hack)", "\0", "[" * 99]),
        "state": st.sampled_from(["open", "closed", "", None]),
        "labels": st.lists(NAMES | st.fixed_dictionaries({"name": NAMES}), max_size=2),
        "milestone": st.fixed_dictionaries({"due_on": TIMES}),
        "pull_request": st.just({}),
    },
)
REPOSITORIES = st.none() | st.fixed_dictionaries(
    {"full_name": st.sampled_from(["acme/web", "acme/api", "", "a b", None])}
)
ENDS = ("pull_request", "blocked_issue", "blocking_issue", "parent_issue", "sub_issue")
ACTIONS = [
    "opened",
    "deleted",
    "transferred",
    "labeled",
    "unlabeled",
    "blocked_by_added",
    "sub_issue_removed",
    "new",
    None,
]
PAYLOADS = st.fixed_dictionaries(
    {"action": st.sampled_from(ACTIONS), "repository": REPOSITORIES, "issue": DOCUMENTS},
    optional={
        **dict.fromkeys(ENDS, DOCUMENTS),
        **dict.fromkeys(("blocked_issue_repo", "parent_issue_repo"), REPOSITORIES),
        "changes": st.dictionaries(st.sampled_from(["new_issue", "old_issue"]), DOCUMENTS, max_size=2),
        "comment": st.fixed_dictionaries({"updated_at": TIMES}),
        "label": st.fixed_dictionaries({"name": NAMES}),
    },
)
BODIES = st.binary(max_size=60) | st.one_of(ANY_JSON, PAYLOADS, PAYLOADS).map(lambda one: json.dumps(one).encode())


@given(st.sampled_from([*HEARINGS, "ping"]), BODIES)
def test_no_body_raises_anything_but_value_error_and_each_says_the_same_twice(event, body):
    try:
        first = hear(event, body)
    except ValueError:
        return

    assert hear(event, body) == first


@pytest.mark.parametrize(
    ("sender", "by"),
    [({"login": "Mia"}, "github:@mia"), ({"login": "renovate[bot]"}, "github:@renovate[bot]"), ({}, ""), (None, "")],
)
def test_who_did_it_is_told(sender, by):
    payload = json.loads((OURS / "issue_comment__edited.json").read_bytes())

    assert hear("issue_comment", payload | {"sender": sender}).by == by
