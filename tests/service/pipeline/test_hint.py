"""What each webhook does to the store, on a site that can be read and on one that only receives."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.contract import Facet
from rules.model import State
from service.speech.markers import Role
from service.speech.said import Said, SaidState
from service.store import sayings
from service.store.deliveries import DeliveryState
from service.store.leases import LeaseLostError, Leases
from service.store.work import Lane
from tests.kept import facts_in
from tests.service.pipeline.listening import SITE, listening

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "github" / "webhooks"
OURS = Path(__file__).parents[2] / "connectors" / "github" / "payloads"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="recorded webhooks are beside the project, in ../shared")

API, PLATFORM = "Octocoders/api#7", "Octocoders/platform#12"
HELLO, NPM = "Codertocat/Hello-World#1", "octo-org/hello-world-npm#1"
IDS = {API: "900000007", PLATFORM: "900000012", HELLO: "444500041", NPM: "512748900"}
SPELLING = {HELLO: ("Spelling error in the README file", State.OPEN)}
BUILT = {API: ("Ship checkout", State.OPEN), PLATFORM: ("Rotate keys", State.OPEN)}
LINKS = {API: {Facet.LINKS}, PLATFORM: {Facet.LINKS}}
INSTALLED = "installation: the app was installed or removed: the next sweep sees what it may read"
KEPT, DONE, DEAD = DeliveryState.KEPT, DeliveryState.DONE, DeliveryState.DEAD

NAMES = {
    "built.issue_dependencies.blocked_by_added": LINKS,
    "built.issue_dependencies.blocking_removed": LINKS,
    "built.sub_issues.sub_issue_added": LINKS,
    "webhooks-examples.installation.created": {},
    "webhooks-examples.issue_comment.created": {HELLO: {Facet.COMMENTS}},
    "webhooks-examples.issues.edited": {HELLO: {Facet.CORE}},
    "webhooks-examples.issues.opened": {HELLO: {Facet.CORE}},
    "webhooks-examples.issues.transferred": {HELLO: set(Facet)},
}
"""The issues, and their facets, that each marks to be read where they can be."""
TELLS = {
    "built.issue_dependencies.blocked_by_added": (BUILT, {("Wait", "native", API, PLATFORM)}),
    "built.issue_dependencies.blocking_removed": (BUILT, set()),
    "built.sub_issues.sub_issue_added": (BUILT, {("Child", "native", PLATFORM, API)}),
    "webhooks-examples.installation.created": ({}, set()),
    "webhooks-examples.issue_comment.created": (SPELLING, set()),
    "webhooks-examples.issues.edited": (SPELLING, set()),
    "webhooks-examples.issues.opened": (SPELLING, set()),
    "webhooks-examples.issues.transferred": (SPELLING, set()),
}
"""The issues and the statements that the store holds after each, where it cannot ask."""


def event_of(name):
    return name.split(".")[1]


def payload(name):
    return (SHARED / f"{name}.json").read_bytes()


def ours(name):
    return (OURS / f"{name}.json").read_bytes()


def with_body(raw, part, text):
    """A payload with other words in its issue or comment."""
    document = json.loads(raw)
    document[part]["body"] = text
    return json.dumps(document).encode()


@pytest.fixture(params=[True, False], ids=["readable", "receiving"])
def either(request, store):
    with listening(store, readable=request.param) as site:
        yield site


@pytest.fixture
def readable(store):
    with listening(store, readable=True) as site:
        yield site


@pytest.fixture
def receiving(store):
    with listening(store, readable=False) as site:
        yield site


def our_comment(number, by="detour[bot]", action="created"):
    issue = {
        "number": 1,
        "id": 41,
        "node_id": "I_1",
        "title": "t",
        "state": "open",
        "updated_at": "2026-11-10T12:00:00Z",
    }
    issue |= {"html_url": "https://github.com/acme/web/issues/1"}
    comment = {"id": number, "user": {"login": "detour[bot]"}, "updated_at": "2026-11-10T12:00:00Z"}
    told = {"action": action, "sender": {"login": by}, "issue": issue, "comment": comment}
    return json.dumps(told | {"repository": {"full_name": "acme/web"}}).encode()


def says_7(site):
    """A comment of ours stands on an issue that was read."""
    site.knows({"acme/web#1": "41"})
    with site.store.begin() as connection:
        said = Said(Role.VERDICT, 1, "digest", comment_id="7", state=SaidState.STANDS)
        sayings.keep(connection, site.row("acme/web#1"), said, identity="github/acme 41", at=1.0)


def test_what_tells_of_a_comment_of_ours_alone_is_not_read_and_is_nobodys_activity(readable):
    says_7(readable)

    readable.hears("issue_comment", our_comment(7))

    assert readable.waiting_to_be_read() == {}
    assert readable.settled() == [(DONE, "")]
    [told] = [one for one in readable.told() if one.activity.programs]
    assert told.activity.programs == (datetime(2026, 11, 10, 12, tzinfo=UTC),)


@pytest.mark.parametrize(
    "body", [our_comment(8), our_comment(7, by="mia", action="edited"), our_comment(7, action="deleted")]
)
def test_any_other_comment_is_read(readable, body):
    says_7(readable)

    readable.hears("issue_comment", body)

    assert readable.waiting_to_be_read() == {"acme/web#1": {Facet.COMMENTS}}


@needs_shared
def test_every_recorded_webhook_has_its_place_in_both_tables():
    recorded = {path.stem for path in SHARED.glob("*.json")}

    assert recorded == NAMES.keys() == TELLS.keys()


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_where_issues_can_be_read_a_webhook_only_names_what_to_read(readable, name):
    readable.knows(IDS)
    before = readable.issues()

    readable.hears(event_of(name), payload(name))

    assert readable.waiting_to_be_read() == NAMES[name]
    assert readable.links() == set()
    assert readable.issues() == {text: before[text] for text in before if text != NPM or "transferred" not in name}


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_an_issue_that_was_never_read_is_read_whole(readable, name):
    readable.hears(event_of(name), payload(name))

    assert readable.waiting_to_be_read() == {text: set(Facet) for text in NAMES[name]}
    assert readable.issues() == {}


@needs_shared
@pytest.mark.parametrize("name", TELLS)
def test_where_nothing_can_be_read_the_store_holds_what_the_webhook_says(receiving, name):
    receiving.hears(event_of(name), payload(name))

    issues, links = TELLS[name]
    assert (receiving.issues(), receiving.links()) == (issues, links)
    assert receiving.waiting_to_be_read() == {}
    assert receiving.waiting(Lane.JUDGE).keys() == issues.keys()


@needs_shared
@pytest.mark.parametrize("name", TELLS)
def test_hearing_the_same_twice_changes_nothing(either, name):
    either.hears(event_of(name), payload(name))
    once = either.whole()

    either.hears(event_of(name), payload(name))

    assert either.whole() == once


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_every_webhook_is_settled_with_what_there_is_to_say_of_it(either, name):
    either.hears(event_of(name), payload(name))

    assert either.settled() == [(DONE, "" if NAMES[name] else INSTALLED)]


@needs_shared
@pytest.mark.parametrize(("part", "links"), [("issue", {("Wait", "description", HELLO, API)}), ("comment", set())])
def test_without_credentials_a_description_is_believed_and_a_comment_is_not(receiving, part, links):
    comment = payload("webhooks-examples.issue_comment.created")

    receiving.hears("issue_comment", with_body(comment, part, f"Blocked by: {API}"))

    assert receiving.links() == links


@needs_shared
def test_without_credentials_a_link_goes_with_its_removal_and_an_older_addition_does_not_bring_it_back(receiving):
    receiving.hears("issue_dependencies", payload("built.issue_dependencies.blocked_by_added"))
    receiving.hears("issue_dependencies", payload("built.issue_dependencies.blocking_removed"))
    after = receiving.links()
    receiving.deliveries.replay([1])
    receiving.listens()

    assert after == set()
    assert receiving.links() == set()


@needs_shared
def test_who_named_the_old_address_of_a_transferred_issue_means_the_new_one(receiving):
    receiving.hears("issues", with_body(ours("issues__labeled_as_fallback"), "issue", f"Blocked by: {NPM}"))
    receiving.hears("issues", payload("webhooks-examples.issues.transferred"))

    assert ("Wait", "description", "acme/web#12", HELLO) in receiving.links()
    assert "acme/web#12" in receiving.waiting(Lane.JUDGE)


@needs_shared
def test_who_named_the_old_address_of_a_transferred_issue_is_judged_again(readable):
    readable.knows({"acme/web#12": "1012"}, says=f"Blocked by: {NPM}")

    readable.hears("issues", payload("webhooks-examples.issues.transferred"))

    assert "acme/web#12" in readable.waiting(Lane.JUDGE)


def test_without_credentials_a_parent_is_known_from_its_parts_document(receiving):
    receiving.hears("issues", ours("issues__labeled_as_fallback"))

    assert ("Child", "native", "acme/web#12", "acme/web#7") in receiving.links()


def done_by(login, name, day):
    """A payload of ours, of another day and by somebody else. Its issue was made before all of them."""
    document = json.loads(ours(name))
    time = f"2026-11-{day:02}T09:00:00Z"
    document["issue"] |= {"created_at": "2026-10-01T09:00:00Z", "updated_at": time}
    if "comment" in document:
        document["comment"]["updated_at"] = time
    return json.dumps(document | {"sender": {"login": login}}).encode()


LABEL, COMMENT = ("issues", "issues__labeled_as_fallback"), ("issue_comment", "issue_comment__edited")


@pytest.mark.parametrize(("event", "name"), [LABEL, COMMENT])
@pytest.mark.parametrize(("login", "day"), [("renovate[bot]", 2), ("mia", 9)])
def test_without_credentials_webhooks_tell_when_people_last_did_something(receiving, event, name, login, day):
    receiving.hears(LABEL[0], done_by("mia", LABEL[1], 2))

    receiving.hears(event, done_by(login, name, 9))

    assert receiving.moved("acme/web#12").day == day


@pytest.mark.parametrize(
    ("login", "kind", "day"), [("mia", LABEL, 9), ("mia", COMMENT, None), ("renovate[bot]", LABEL, None)]
)
def test_where_issues_can_be_read_a_webhook_tells_what_surely_was_people(readable, login, kind, day):
    readable.knows({"acme/web#12": "1012"})

    readable.hears(kind[0], done_by(login, kind[1], 9))

    moved = readable.moved("acme/web#12")
    assert (moved and moved.day) == day
    assert ("acme/web#12" in readable.waiting(Lane.JUDGE)) == (day is not None)


@pytest.mark.parametrize("before", [(), ("issues__labeled_as_fallback",)])
def test_without_credentials_a_deleted_issue_is_gone(receiving, before):
    receiving.hears("issues", *map(ours, before), ours("issues__deleted"))

    assert receiving.issues()["acme/web#12"][1] is State.GONE


def test_what_is_not_understood_is_kept_with_the_reason_and_holds_nothing_up(either):
    either.comes("issues", b'{"action": "opened", "iss', b'{"action": "opened"}')
    either.comes("ping", b"{}")
    either.comes("issues", ours("issues__labeled_as_fallback"))

    either.listens()

    assert either.settled() == [
        (DEAD, "not understood: DecodeError: Input data was truncated"),
        (DEAD, "not understood: ValueError: the webhook has no issue"),
        (DONE, "ping: GitHub tries out a new webhook"),
        (DONE, ""),
    ]
    assert "acme/web#12" in either.addresses()


def test_who_lost_the_lease_hears_nothing(either, store):
    either.comes("issues", ours("issues__labeled_as_fallback"))
    Leases(store, "a process", 3600).give_back(either.lease)
    Leases(store, "another process", 3600).take(SITE, "hear")

    with pytest.raises(LeaseLostError):
        either.listens()

    assert either.settled() == [(KEPT, "")]
    assert either.addresses() == {}


def test_an_issue_that_is_named_again_while_it_waits_is_read_once_with_all_that_changed(readable):
    readable.knows({"acme/web#12": "1012"})
    readable.hears("issues", ours("issues__labeled_as_fallback"))
    readable.hears("issue_comment", ours("issue_comment__edited"))

    assert readable.waiting_to_be_read()["acme/web#12"] == {Facet.CORE, Facet.LINKS, Facet.COMMENTS}


def test_a_look_that_began_before_a_transfer_was_heard_does_not_bring_the_former_issue_back(readable):
    readable.knows({"acme/web#12": "1012"})
    earlier = readable.tick()
    readable.hears("issues", ours("issues__opened_by_a_transfer"))

    readable.looks({"acme/web#12": "1012"}, since=earlier)

    assert readable.addresses() == {"acme/web#12": "acme/api#4", "acme/api#4": "acme/api#4"}
    assert readable.waiting_to_be_read()["acme/api#4"] == set(Facet)


def test_a_site_that_only_received_and_has_credentials_now_is_believed_what_it_reads(store):
    with listening(store, readable=False) as site:
        site.hears("issues", ours("issues__labeled_as_fallback"))
        [(text, (_, state))] = site.issues().items()
        [number] = {facts.issue.vendor_id for facts in facts_in(site.seen())}

    with listening(store, readable=True) as site:
        site.looks({text: number}, since=site.tick())

        assert state is State.OPEN
        assert site.issues() == {text: ("As it was read", State.DONE)}
