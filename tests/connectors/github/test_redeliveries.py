"""Which webhooks did not arrive, by what GitHub lists, and how they are asked for again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from connectors.contract import Denied, NotAccepted, Unavailable
from connectors.github import redeliveries
from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from rules.addresses import Addresses
from tests.connectors.github.test_credentials import PEM
from tests.connectors.loopback import loopback

HERE = "https://detour.acme.example/webhooks/github/acme"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
APP, HOOK = "/app/hook/deliveries", "/orgs/acme/hooks/7/deliveries"
HOOKS = "GET /orgs/acme/hooks?per_page=100"


def attempt(number, guid, *, status=("OK", 200), event="issues", action="edited", minutes=0):
    delivered = f"{NOON - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"
    told = {"id": number, "guid": guid, "delivered_at": delivered, "redelivery": False, "duration": 0.2}
    return told | {"status": status[0], "status_code": status[1], "event": event, "action": action}


FAILED, UNHEARD = ("Invalid HTTP Response: 502", 502), ("timed out", 0)


def hook(number, url=HERE, **more):
    return {"id": number, "type": "Organization", "config": {"url": url, "content_type": "json"}, "active": True} | more


def asked_of(url, act, *, app=False, address=HERE):
    """What comes of asking the redeliveries of a site."""
    credentials = AppCredentials(42, PEM, url) if app else TokenCredentials("canary")

    async def run():
        issues = GitHubIssues(GitHubDialect(name="github/acme"), Addresses([]))
        client = GitHubClient(issues, credentials, url, seconds_between_writes=0)
        found = client.redeliveries(address, ["acme"])
        try:
            return await act(found)
        finally:
            await found.close()
            await client.close()

    return asyncio.run(run())


def search(url, *, since=NOON - timedelta(days=3), **how):
    sender = "the App 42" if how.get("app") else "acme"
    return asked_of(url, lambda found: found.search(sender, since), **how)


def ids(searched):
    return [one.vendor_id for one in searched.failed]


def app_lists(*attempts):
    return {f"GET {APP}?per_page=100": (200, list(attempts))}


def test_what_no_attempt_delivered_is_found_the_latest_first_and_once():
    listed = (
        attempt(9, "again-in-vain", status=FAILED),
        attempt(8, "came-later"),
        attempt(7, "nobody-answered", status=UNHEARD, minutes=1),
        attempt(6, "came-later", status=FAILED, minutes=2),
        attempt(5, "again-in-vain", status=UNHEARD, minutes=3),
        attempt(4, "accepted", status=("Accepted", 202), minutes=4),
    )
    with loopback(app_lists(*listed)) as (url, asked):
        found = search(url, app=True)

    assert ids(found) == ["again-in-vain", "nobody-answered"]
    assert [one.handle for one in found.failed] == [f"{APP}/9/attempts", f"{APP}/7/attempts"]
    assert (found.failed[0].at, found.failed[0].event, found.whole) == (NOON, "issues", True)
    assert asked[0][1].startswith("Bearer ey")


def test_what_would_mean_nothing_here_is_not_asked_for():
    listed = (
        attempt(1, "push", status=FAILED, event="push", action=None),
        attempt(2, "ping", status=FAILED, event="ping", action=None),
        attempt(3, "pinned", status=FAILED, action="pinned"),
        attempt(4, "comment", status=FAILED, event="issue_comment", action="created"),
    )
    with loopback(app_lists(*listed)) as (url, _):
        assert ids(search(url, app=True)) == ["comment"]


def test_what_no_sweep_of_changes_would_find_is_marked():
    listed = (
        attempt(1, "link", status=FAILED, event="issue_dependencies", action="blocked_by_added"),
        attempt(2, "part", status=FAILED, event="sub_issues", action="sub_issue_added"),
        attempt(3, "gone", status=FAILED, action="deleted"),
        attempt(4, "edit", status=FAILED, action="edited"),
        attempt(5, "comment gone", status=FAILED, event="issue_comment", action="deleted"),
    )
    with loopback(app_lists(*listed)) as (url, _):
        found = search(url, app=True)

    assert {one.vendor_id for one in found.failed if one.unswept} == {"link", "part", "gone"}


def following(path, cursor):
    """The header that leads to another page, at an address that nobody asks."""
    return {"Link": f'<https://evil.example{path}?per_page=100&cursor={cursor}>; rel="next"'}


def test_pages_are_followed_as_far_back_as_asked_and_never_to_another_host():
    pages = {
        f"GET {APP}?per_page=100": (200, [attempt(9, "new", status=FAILED)], following(APP, "v1_8")),
        f"GET {APP}?per_page=100&cursor=v1_8": (
            200,
            [attempt(8, "older", status=FAILED, minutes=59), attempt(7, "old", minutes=61)],
            following(APP, "v1_6"),
        ),
    }
    with loopback(pages) as (url, asked):
        found = search(url, app=True, since=NOON - timedelta(hours=1))

    assert (ids(found), found.whole) == (["new", "older"], True)
    assert [key for key, *_ in asked] == list(pages)


def test_a_search_ends_after_so_many_pages_and_says_so(monkeypatch):
    monkeypatch.setattr(redeliveries, "MOST_PAGES", 2)
    endless = [attempt(9, "new", status=FAILED)]
    pages = {
        f"GET {APP}?per_page=100": (200, endless, following(APP, "v1_8")),
        f"GET {APP}?per_page=100&cursor=v1_8": (200, endless, following(APP, "v1_8")),
    }
    with loopback(pages) as (url, asked):
        found = search(url, app=True)

    assert (ids(found), found.whole, len(asked)) == (["new"], False, 2)


def test_of_an_organisations_webhooks_those_are_asked_that_send_here():
    hooks = (
        hook(1, "https://detour.acme.example/webhooks/github/other"),
        hook(2, "https://other.example/webhooks/github/acme"),
        hook(3, active=False),
        hook(4, "http://[no address"),
        hook(7, "https://Detour.Acme.Example:443/webhooks/github/acme/"),
    )
    listed = [attempt(5, "missed", status=FAILED), attempt(4, "arrived")]
    with loopback({HOOKS: (200, hooks), f"GET {HOOK}?per_page=100": (200, listed)}) as (url, asked):
        found = search(url)

    [one] = found.failed
    assert (one.vendor_id, one.handle) == ("missed", f"{HOOK}/5/attempts")
    assert [key for key, *_ in asked] == [HOOKS, f"GET {HOOK}?per_page=100"]
    assert asked[0][1] == "Bearer canary"


@pytest.mark.parametrize("status", [403, 404])
def test_a_token_that_may_not_see_webhooks_is_denied_with_what_it_lacks(status):
    with loopback({HOOKS: (status, {"message": "no"})}) as (url, _), pytest.raises(Denied) as denied:
        search(url)

    assert denied.value.status == status
    assert f"GitHub answered {status}: no; only a token of an owner with the scope admin:org_hook" in str(denied.value)


def test_an_organisation_whose_webhooks_send_elsewhere_is_denied_with_the_address_that_is_missing():
    with loopback({HOOKS: (200, [hook(1, "https://other.example/x")])}) as (url, _), pytest.raises(Denied) as denied:
        search(url)

    assert str(denied.value) == f"no webhook of the organization sends to {HERE}"


def test_without_an_address_of_ours_nothing_is_asked():
    with loopback({}) as (url, asked), pytest.raises(Denied, match=r"server\.public_url is not set"):
        search(url, address="")

    assert asked == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((401, {"message": "Bad credentials"}), NotAccepted),
        ((429, {"message": "slow"}, {"Retry-After": "3"}), Unavailable),
        ((502, {}), Unavailable),
        ((200, {"surprise": True}), Unavailable),
    ],
)
def test_what_may_succeed_later_is_no_denial(answer, kind):
    with loopback({HOOKS: answer}) as (url, _), pytest.raises(kind) as raised:
        search(url)

    assert not isinstance(raised.value, Denied)


def test_one_is_asked_for_again_by_whoever_may_and_never_twice():
    app, hook_ = f"{APP}/9/attempts", f"{HOOK}/9/attempts"
    with loopback({f"POST {app}": (202, {}), f"POST {hook_}": (202, None)}) as (url, asked):
        asked_of(url, lambda found: found.ask_again("the App 42", app), app=True)
        asked_of(url, lambda found: found.ask_again("acme", hook_))

    assert [key for key, *_ in asked] == [f"POST {app}", f"POST {hook_}"]
    assert (asked[0][1][:10], asked[1][1]) == ("Bearer eyJ", "token canary")


def test_a_servers_error_leaves_unknown_whether_it_is_sent_again_and_nothing_asks_twice():
    path = f"{APP}/9/attempts"
    with loopback({f"POST {path}": (502, {})}) as (url, asked), pytest.raises(Unavailable) as raised:
        asked_of(url, lambda found: found.ask_again("the App 42", path), app=True)

    assert raised.value.outcome_unknown
    assert len(asked) == 1


def test_an_app_is_one_sender_and_a_token_has_its_organisations():
    async def senders(found):
        return found.senders

    with loopback({}) as (url, _):
        assert asked_of(url, senders, app=True) == ("the App 42",)
        assert asked_of(url, senders) == ("acme",)
