"""The deliveries as pages: what came in, what became of it, and how it is looked at again."""

import pytest

from connectors.contract import Delivery
from service.store import deeds
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState
from tests.service.dashboards import HOSTILE, OPERATOR, VIEWER, Dashboard

GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


@pytest.fixture
def kept(store):
    """Three deliveries: one done, one dead, one not looked at yet."""
    table = Deliveries(store)
    table.keep([Delivery("github/acme", f"id-{at}", "issues", b'{"a":{"token":"t0p"}}') for at in range(3)], 1.7e9)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {1: ""}, {2: f"cannot be read: {HOSTILE}"})
    return Dashboard(store, github=[GITHUB])


def states(store):
    return Deliveries(store).counts()


def test_all_are_listed_the_newest_first_and_dead_ones_with_their_reason(kept):
    page = kept.get("/deliveries").text

    assert '<h1 class="short">1 dead letter</h1>' in page
    assert page.index("/deliveries/3") < page.index("/deliveries/2") < page.index("/deliveries/1")
    assert "cannot be read: " in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("query", ["?dead", "?state=dead", "?state=dead&site=github/acme"])
def test_they_are_narrowed_by_state_and_site(kept, query):
    page = kept.get(f"/deliveries{query}").text

    assert "/deliveries/2" in page
    assert "/deliveries/1" not in page


def test_there_are_no_other_states_and_no_other_deliveries(kept):
    assert kept.get("/deliveries?state=lost").status_code == 400
    for number in ("4", "x", "9" * 30, "-1"):
        assert kept.get(f"/deliveries/{number}").status_code == 404


def test_the_body_is_for_admins_and_without_its_secrets(store, kept):
    page = kept.get("/deliveries/2").text

    assert "&#34;token&#34;: &#34;(not shown)&#34;" in page
    assert "t0p" not in page
    assert "&#34;token&#34;" not in Dashboard(store, OPERATOR).get("/deliveries/2").text


@pytest.mark.usefixtures("kept")
def test_who_may_act_replays_one_which_is_logged(store):
    answer = Dashboard(store, OPERATOR).post("/deliveries/2/replay")

    assert answer.headers["location"] == "/deliveries/2?done=replayed"
    assert states(store)[DeliveryState.DEAD] == 0
    with reading(store) as connection:
        [deed] = deeds.latest(connection)
    assert (deed.who, deed.what, deed.about, deed.before["state"]) == (
        "openid:ada",
        "replayed a delivery",
        "delivery 2",
        "dead",
    )


def test_all_dead_letters_are_replayed_at_once(store, kept):
    kept.post("/deliveries/replay")

    assert states(store)[DeliveryState.KEPT] == 2
    assert "It is looked at again in a moment" in kept.get("/deliveries?done=replayed").text


@pytest.mark.usefixtures("kept")
def test_who_may_only_look_replays_nothing(store):
    mia = Dashboard(store, VIEWER)

    for path in ("/deliveries/2/replay", "/deliveries/replay"):
        assert mia.post(path).status_code == 403
    assert states(store)[DeliveryState.DEAD] == 1
    assert "<button>Replay" not in mia.get("/deliveries").text


def test_what_does_not_fit_a_page_is_on_the_next(store):
    table = Deliveries(store)
    table.keep([Delivery("github/acme", f"id-{at}", "issues", b"{}") for at in range(60)], 1.7e9)
    table.close()

    page = Dashboard(store).get("/deliveries").text

    assert 'rel="next" href="/deliveries?below=11"' in page
    assert "/deliveries/10" in Dashboard(store).get("/deliveries?below=11").text
