"""Bodies of the made-up Jira's webhooks beside bodies that real ones sent: the same names, the same types."""

import json
from datetime import UTC, datetime

import pytest

from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.published import SHARED

RECORDED = SHARED / "jira" / "webhooks"
DUE = datetime(2027, 1, 15, tzinfo=UTC)
CLOUD, SERVER = "cloud", "datacenter"
BODIES = {
    "jenkins__cloud_comment_added": (CLOUD, "comment_created", ""),
    "jenkins__issue_updated_status_updated": (SERVER, "jira:issue_updated", "status"),
    "mattermost__webhook-cloud-comment-created": (CLOUD, "comment_created", ""),
    "mattermost__webhook-cloud-issue-created-many-fields": (CLOUD, "jira:issue_created", ""),
    "mattermost__webhook-issue-deleted": (CLOUD, "jira:issue_deleted", ""),
    "mattermost__webhook-issue-updated-components": (CLOUD, "jira:issue_updated", "labels"),
    "mattermost__webhook-server-comment-created": (SERVER, "comment_created", ""),
    "mattermost__webhook-server-issue-updated-closed": (SERVER, "jira:issue_updated", "status"),
}
OLD = frozenset({"name", "key"})
"""What Cloud said of people before 2019:
https://developer.atlassian.com/cloud/jira/platform/deprecation-notice-user-privacy-api-migration-guide/ ."""
NOT_SHOWN = frozenset({"avatarId", "simplified", "description", "accountType", "issue_event_type_name", "changelog"})
"""What pictures and boards need, or what only some of the recorded ones have."""
NOT_READ = frozenset(
    {
        "aggregateprogress",
        "aggregatetimeestimate",
        "aggregatetimeoriginalestimate",
        "aggregatetimespent",
        "attachment",
        "comment",
        "creator",
        "environment",
        "lastViewed",
        "progress",
        "resolutiondate",
        "security",
        "statuscategorychangedate",
        "timeestimate",
        "timeoriginalestimate",
        "timespent",
        "timetracking",
        "versions",
        "votes",
        "watches",
        "worklog",
        "workratio",
    }
)
"""Fields of issues that the made-up Jira has not."""


@pytest.fixture(scope="module")
def sent():
    """Every body that was sent in the life of an issue, by flavor and event and the first field that changed."""
    return {flavor: live(flavor) for flavor in (CLOUD, SERVER)}


def live(flavor):
    with simulated_jira(flavor=flavor) as desk, receiver() as (url, arrived):
        mia = desk.person("mia", writes=("WEB",))
        other = mia.opens("WEB", "Other")
        desk.webhook_to(url, "")
        issue = mia.opens("WEB", "Checkout", "Words", labels=["old"], assignees=[mia])
        mia.labels(issue, "new")
        mia.sets_milestone(issue, "Launch", DUE)
        mia.blocks(issue, by=other)
        mia.comments(issue, "hello")
        mia.closes(issue)
        mia.deletes(issue)
        desk.settled()
    bodies = {}
    for _, body, _ in arrived:
        payload = json.loads(body)
        items = payload.get("changelog", {"items": []})["items"]
        bodies.setdefault((payload["webhookEvent"], items[0]["field"] if items else ""), payload)
    return bodies


@pytest.fixture(params=BODIES)
def pair(request, sent):
    """A recorded body, and the one that the made-up Jira sends of the same."""
    path = RECORDED / f"{request.param}.json"
    if not path.exists():
        pytest.skip("recorded webhooks are beside the project, in ../shared, which is not here")
    flavor, *kind = BODIES[request.param]
    return json.loads(path.read_bytes()), sent[flavor][tuple(kind)]


def kinds(thing, path=()):
    """The types that stand at each path of a JSON document; a list is one place."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield from kinds(value, (*path, name))
    elif isinstance(thing, list):
        for value in thing:
            yield from kinds(value, (*path, "*"))
    if thing is not None:
        yield path, type(thing)


def by_path(thing):
    found = {}
    for path, kind in kinds(thing):
        found.setdefault(path, set()).add(kind)
    return found


def test_what_both_have_is_of_the_same_type(pair):
    recorded, made_up = map(by_path, pair)

    both = recorded.keys() & made_up.keys()

    assert {path: made_up[path] for path in both if made_up[path] != recorded[path]} == {}
    assert len(both) > 20


def test_what_a_recorded_one_has_is_there(pair):
    recorded, made_up = pair

    missing = set(lacking(recorded, made_up))

    assert {path for path in missing if not left_out(path)} == set()


def lacking(recorded, made_up, path=()):
    """The paths of a recorded body that the made-up one has not, where it has what is around them."""
    if isinstance(recorded, dict) and isinstance(made_up, dict):
        for name, value in recorded.items():
            if name in made_up:
                yield from lacking(value, made_up[name], (*path, name))
            else:
                yield (*path, name)
    elif isinstance(recorded, list) and isinstance(made_up, list) and recorded and made_up:
        yield from lacking(recorded[0], made_up[0], (*path, "*"))


def left_out(path):
    *around, name = path
    if around == ["issue", "fields"]:
        return name in NOT_READ or name.startswith("customfield_")
    return name in OLD | NOT_SHOWN or name.endswith("AccountId") or "custom" in name
