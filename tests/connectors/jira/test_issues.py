import json
from datetime import date

import msgspec
import pytest

from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site
from rules.model import DateSource, NearMiss, PlanSign, Ref, State
from rules.statements import Child, Drop, Duplicate, Fallback, FallbackKind, Source, Wait, Waiver

SITES = Addresses([Site("jira/acme"), Site("github/acme", "github.com")])
DIALECT = JiraDialect(name="jira/acme", url="https://acme.example")
NEW, RUNNING, DONE, UNSORTED = (
    {"statusCategory": {"key": key}} for key in ("new", "indeterminate", "done", "undefined")
)


def facts(*, dialect=DIALECT, trust_comments=False, **fields):
    document = {"id": "10001", "key": "SHOP-1", "fields": {"summary": "Pay by card", "status": NEW} | fields}
    return JiraIssues(dialect, SITES, trust_comments=trust_comments).facts(json.dumps(document).encode())


def jira(key):
    return Ref("jira/acme", key)


def said(found, kind):
    return [statement for statement in found.statements if isinstance(statement, kind)]


def link(side, key, status=NEW, **kind):
    kind = kind or {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    return {"type": kind, side: {"id": "20002", "key": key, "fields": {"summary": "The API", "status": status}}}


@pytest.mark.parametrize(
    ("status", "resolution", "state", "known"),
    [
        (NEW, None, State.OPEN, True),
        (RUNNING, {"name": "Won't Do"}, State.OPEN, True),
        (DONE, {"name": "Fixed"}, State.DONE, True),
        (DONE, {"name": "Won\u2019t  Fix"}, State.DROPPED, True),
        (DONE, {"name": "Cannot Reproduce"}, State.DROPPED, True),
        (DONE, {"name": "Duplicate"}, State.DROPPED, True),
        (DONE, None, State.DONE, False),
        (UNSORTED, None, State.OPEN, True),
        (UNSORTED, {"name": "Fixed"}, State.DONE, True),
        (UNSORTED, {"name": "Won't Do"}, State.DROPPED, True),
        ({"name": "Closed"}, {"name": "Fixed"}, State.DONE, True),
        (None, None, State.OPEN, True),
    ],
)
def test_status_category_and_resolution_tell_how_an_issue_ended(status, resolution, state, known):
    issue = facts(status=status, resolution=resolution).issue

    assert (issue.state, issue.outcome_known) == (state, known)
    assert issue.closed_as_duplicate is (state is State.DROPPED and resolution["name"] == "Duplicate")


def test_which_resolutions_mean_dropped_is_the_sites():
    dialect = JiraDialect(name="jira/acme", dropped=frozenset({"parked"}))

    assert facts(dialect=dialect, status=DONE, resolution={"name": "Parked"}).issue.state is State.DROPPED
    assert facts(dialect=dialect, status=DONE, resolution={"name": "Won't Do"}).issue.state is State.DONE


def test_a_link_is_a_wait_and_a_glimpse_of_the_other_issue():
    found = facts(issuelinks=[link("inwardIssue", "PAY-2", DONE), link("outwardIssue", "OPS-3")])

    waits = said(found, Wait)
    assert [(wait.blocked.text, wait.blocker.text) for wait in waits] == [("SHOP-1", "PAY-2"), ("OPS-3", "SHOP-1")]
    assert str(waits[0].said) == "link type Blocks"
    glimpse = found.glimpses[0]
    assert (glimpse.ref, glimpse.vendor_id, glimpse.state) == (jira("PAY-2"), "20002", State.DONE)
    assert (glimpse.title, glimpse.url) == ("The API", "https://acme.example/browse/PAY-2")


def test_other_link_types_are_counted_and_state_nothing():
    relates = {"name": "Relates", "inward": "relates to", "outward": "relates to"}

    found = facts(issuelinks=[link("inwardIssue", "PAY-2", **relates)])

    assert found.statements == ()
    assert found.other_link_types == ("Relates",)


def test_duplicates_and_fallbacks_by_link_type():
    copies = {"name": "Duplicate", "inward": "is duplicated by", "outward": "duplicates"}
    backs = {"name": "Fallback", "inward": "has fallback", "outward": "backs up"}

    found = facts(issuelinks=[link("outwardIssue", "PAY-2", **copies), link("inwardIssue", "SHOP-9", **backs)])

    [duplicate] = said(found, Duplicate)
    assert (duplicate.copy, duplicate.original) == (jira("SHOP-1"), jira("PAY-2"))
    [fallback] = said(found, Fallback)
    assert (fallback.issue, fallback.ticket, fallback.blocker) == (jira("SHOP-1"), jira("SHOP-9"), None)


@pytest.mark.parametrize(
    ("fields", "child", "parent"),
    [
        ({"parent": {"id": "1", "key": "SHOP-7"}}, "SHOP-1", "SHOP-7"),
        ({"subtasks": [{"id": "2", "key": "SHOP-8"}]}, "SHOP-8", "SHOP-1"),
        ({"customfield_10014": "SHOP-6"}, "SHOP-1", "SHOP-6"),
    ],
)
def test_hierarchy_comes_from_parent_subtasks_and_epic_link(fields, child, parent):
    [part] = said(facts(**fields), Child)

    assert (part.child, part.parent) == (jira(child), jira(parent))


def version(day, **more):
    return {"name": "2.0", "released": False, "releaseDate": day} | more


ACTIVE = {"id": 1, "state": "active", "endDate": "2026-12-04T17:00:00.000Z"}
PRINTED = "com.atlassian.greenhopper.service.sprint.Sprint@1f3[id=1,state=ACTIVE,name=S,endDate=2026-12-04T17:00:00Z]"


@pytest.mark.parametrize(
    ("fields", "day", "source", "signs"),
    [
        ({}, None, DateSource.NONE, PlanSign.NONE),
        ({"status": RUNNING}, None, DateSource.NONE, PlanSign.IN_PROGRESS),
        ({"duedate": "2026-12-01"}, date(2026, 12, 1), DateSource.DUE_DATE, PlanSign.NONE),
        ({"duedate": "soon"}, None, DateSource.NONE, PlanSign.NONE),
        ({"customfield_10020": [ACTIVE]}, date(2026, 12, 4), DateSource.SPRINT, PlanSign.ACTIVE_SPRINT),
        ({"customfield_10020": [PRINTED]}, date(2026, 12, 4), DateSource.SPRINT, PlanSign.ACTIVE_SPRINT),
        ({"customfield_10020": [ACTIVE | {"state": "future"}]}, date(2026, 12, 4), DateSource.SPRINT, PlanSign.NONE),
        ({"customfield_10020": [ACTIVE | {"state": "closed"}]}, None, DateSource.NONE, PlanSign.NONE),
        ({"customfield_10020": "nonsense"}, None, DateSource.NONE, PlanSign.NONE),
        (
            {"fixVersions": [version("2027-02-01"), version("2027-01-01")]},
            date(2027, 1, 1),
            DateSource.VERSION,
            PlanSign.DATED_VERSION,
        ),
        ({"fixVersions": [version("2027-01-01", released=True)]}, None, DateSource.NONE, PlanSign.NONE),
        ({"fixVersions": [version("2027-01-01", archived=True)]}, None, DateSource.NONE, PlanSign.NONE),
        ({"fixVersions": [version(None)]}, None, DateSource.NONE, PlanSign.NONE),
        (
            {"duedate": "2026-12-01", "customfield_10020": [ACTIVE], "fixVersions": [version("2026-11-30")]},
            date(2026, 12, 1),
            DateSource.DUE_DATE,
            PlanSign.ACTIVE_SPRINT | PlanSign.DATED_VERSION,
        ),
    ],
)
def test_the_needed_by_date_is_the_first_of_due_date_sprint_and_version(fields, day, source, signs):
    issue = facts(**fields).issue

    assert (issue.needed_by, issue.needed_from, issue.signs) == (day, source, signs)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("Payments", ["Payments"]),
        ({"id": "36885b3c", "name": "Payments"}, ["Payments", "36885b3c"]),
        ([{"value": "Payments"}, {"value": "Shop"}], ["Payments", "Shop"]),
        (None, []),
        (7, []),
    ],
)
def test_a_custom_field_is_read_in_each_of_its_shapes(value, texts):
    fields = facts(customfield_10001=value).issue.fields

    assert [text for name, text in fields if name == "Team"] == texts


WIKI = "We need this.\n\nBlocked by: PAY-2 and acme/api#7\nFallback for PAY-2: SHOP-9 (hack)\nNeeded by 2026-12-24"
ADF = {
    "type": "doc",
    "version": 1,
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in WIKI.splitlines() if line
    ],
}


@pytest.mark.parametrize("description", [WIKI, ADF])
def test_a_description_of_v2_and_of_v3_says_the_same(description):
    found = facts(description=description)

    assert [wait.blocker for wait in said(found, Wait)] == [jira("PAY-2"), Ref("github/acme", "acme/api#7")]
    [fallback] = said(found, Fallback)
    assert (fallback.ticket.text, fallback.blocker.text, fallback.kind) == ("SHOP-9", "PAY-2", FallbackKind.HACK)
    assert found.need.by == date(2026, 12, 24)


NOTHING_SAID = "We want that as soon as can be."


@pytest.mark.parametrize("description", [WIKI, ADF])
def test_the_lines_of_a_text_are_kept_if_it_may_say_anything(description):
    silent = json.loads(json.dumps(description).replace(WIKI.splitlines()[0], NOTHING_SAID))

    assert facts(description=silent).passages[0].text == NOTHING_SAID
    assert facts(description=NOTHING_SAID).passages == ()
    assert facts(description={"type": "doc", "content": ADF["content"][:1]}).passages == ()


@pytest.mark.parametrize("description", [WIKI, ADF])
def test_letters_that_are_escaped_in_json_are_letters(description):
    document = {"key": "SHOP-1", "fields": {"description": description}}
    escaped = json.dumps(document).replace("Blocked by", r"\u0042loc\u006bed by").replace("hack", r"h\u0061ck")

    found = JiraIssues(DIALECT, SITES).facts(escaped.encode())

    assert found.statements == facts(description=description).statements


def test_link_types_of_one_name_are_told_apart_by_their_phrases():
    other = {"name": "Blocks", "inward": "blocks", "outward": "is blocked by"}
    links = [link("inwardIssue", "PAY-2"), link("inwardIssue", "PAY-3", **other), link("inwardIssue", "PAY-4")]

    found = facts(issuelinks=links)

    assert [(wait.blocked.text, wait.blocker.text) for wait in said(found, Wait)] == [
        ("SHOP-1", "PAY-2"),
        ("PAY-3", "SHOP-1"),
        ("SHOP-1", "PAY-4"),
    ]


def test_a_near_miss_and_a_ref_without_an_address_are_told():
    found = facts(description="Blocked by 12\nBlocked by #7")

    assert found.near_misses == (NearMiss("Blocked by 12", "Blocked by SHOP-12"),)
    assert found.unresolved == ("#7: name the repository too: OWNER/REPO#7",)


COMMENTS = {
    "comments": [
        {"author": {"accountId": "mia"}, "body": "/detour waive PAY-2 until 2026-12-31 because we can wait"},
        {"author": {"name": "zoe"}, "body": "Depends on PAY-3\n/detour drop PAY-4 because we buy it"},
    ]
}


def test_comments_count_only_when_they_are_trusted():
    assert facts(comment=COMMENTS).statements == ()

    found = facts(comment=COMMENTS, trust_comments=True)
    [waiver], [drop], [wait] = said(found, Waiver), said(found, Drop), said(found, Wait)
    assert (waiver.blocker, waiver.until, waiver.author) == (jira("PAY-2"), date(2026, 12, 31), "jira:mia")
    assert (drop.blocker, drop.because) == (jira("PAY-4"), "we buy it")
    assert (wait.blocker, wait.said.source) == (jira("PAY-3"), Source.COMMENT)


def test_a_later_comment_takes_back_what_the_description_said():
    comments = {"comments": [{"body": "No longer blocked by PAY-2"}]}

    found = facts(description="Blocked by PAY-2, PAY-3", comment=comments, trust_comments=True)

    assert [wait.blocker.text for wait in said(found, Wait)] == ["PAY-3"]


def test_the_address_in_a_browser_comes_from_the_site_or_from_the_document():
    raw = b'{"key": "A-1", "self": "https://jira.example/ctx/rest/api/2/issue/1", "fields": {}}'

    issue = JiraIssues(JiraDialect(name="jira/x"), SITES).facts(raw).issue

    assert issue.url == "https://jira.example/ctx/browse/A-1"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'{"key": "A-1"}', "fields"),
        (b'{"key": 7, "fields": {}}', r"\$\.key"),
        (b'{"key": "", "fields": {}}', r"\$\.key"),
        (b'{"key": "A\\u0000-1", "fields": {}}', r"\$\.key"),
        (b'{"key": "A-1", "fields": {"labels": "x"}}', r"\$\.fields\.labels"),
        (b'{"key": "A-1", "fields": ', "truncated"),
    ],
)
def test_a_document_of_another_shape_is_refused_with_its_place(raw, place):
    with pytest.raises(msgspec.DecodeError, match=place):
        JiraIssues(DIALECT, SITES).facts(raw)


def test_an_issue_that_was_resolved_as_moved_stands_for_its_new_place():
    issue = facts(status=DONE, resolution={"name": "Moved"}).issue

    assert (issue.state, issue.closed_as_duplicate) == (State.DROPPED, True)


def test_a_status_that_nobody_sorted_tells_no_state_of_the_other_issue():
    [glimpse] = facts(issuelinks=[link("inwardIssue", "PAY-2", UNSORTED)]).glimpses

    assert glimpse.state is None


def test_a_link_type_that_is_configured_to_mean_nothing_is_listed_no_more():
    dialect = JiraDialect(name="jira/acme", blocking={"relates": "neither"})
    relates = {"name": "Relates", "inward": "relates to", "outward": "relates to"}

    found = facts(dialect=dialect, issuelinks=[link("inwardIssue", "PAY-2", **relates)])

    assert (found.statements, found.other_link_types) == ((), ())


def test_a_waiver_may_last_ninety_days_from_its_comment():
    def waived(until):
        body = f"/detour waive PAY-2 missing-fallback until {until} because we can wait"
        comment = {"author": {"accountId": "mia"}, "created": "2026-11-01T08:00:00.000+0000", "body": body}
        return facts(comment={"comments": [comment]}, trust_comments=True)

    assert [one.until for one in said(waived("2027-01-30"), Waiver)] == [date(2027, 1, 30)]

    found = waived("2027-01-31")
    assert said(found, Waiver) == []
    [miss] = found.near_misses
    assert miss.instead == "/detour waive PAY-2 missing-fallback until 2027-01-30 because we can wait"


RESOLVED, SORTED = "2026-11-02T09:00:00.000+0000", "2026-11-03T09:00:00.000+0000"


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"status": DONE, "resolution": {"name": "Done"}, "resolutiondate": RESOLVED}, 2),
        ({"status": DONE, "statuscategorychangedate": SORTED}, 3),
        ({"status": DONE, "resolutiondate": RESOLVED, "statuscategorychangedate": SORTED}, 2),
        ({"status": RUNNING, "resolutiondate": RESOLVED, "statuscategorychangedate": SORTED}, None),
        ({"status": DONE}, None),
    ],
)
def test_when_it_was_closed_is_told_by_its_resolution_or_its_status(fields, day):
    closed = facts(**fields).issue.closed

    assert (closed and closed.day) == day


def test_when_it_was_made_and_how_urgent_it_is_are_the_trackers_words():
    issue = facts(created=RESOLVED, priority={"name": "Highest"}).issue

    assert (issue.created.day, issue.priority) == (2, "Highest")
    assert facts(priority=None).issue.priority == ""
