"""Work that fails is seen with its reason, and tried again by whoever may act: one by one, or all at once."""

import asyncio

import httpx
import pytest

from service.jobs.acted import WORK
from service.store import deeds, failures
from service.store.connection import reading
from service.store.failures import MOST_TRIES
from service.store.work import Lane, claim
from tests.drawing import SITE
from tests.service.dashboards import OPERATOR, VIEWER, Dashboard
from tests.service.pages.operated import fail

HIDDEN = [{"containers": ["jira:OPS"], "viewers": ["group:ops"]}]


@pytest.fixture
def failing(store):
    """Speaking on ``OPS-2`` was given up, and on ``OPS-3`` failed once. Neither is due."""
    with store.begin() as connection:
        fail(connection, "OPS-2", MOST_TRIES)
        fail(connection, "OPS-3", 1)
    return Dashboard(store, OPERATOR)


def left(store):
    with reading(store) as connection:
        return {one.ref for one in failures.listed(connection, 9)}


def due(store):
    """How many issues are to be spoken on at the moment of the failures."""
    return len(claim(store, SITE, Lane.SPEAK, 4e9, 9))


def number_of(store, ref):
    with reading(store) as connection:
        [found] = [one.id for one in failures.listed(connection, 9) if one.ref == ref]
    return found


def send(dashboard, method, path):
    async def asked():
        transport = httpx.ASGITransport(app=dashboard)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path)

    return asyncio.run(asked())


def test_it_is_told_with_its_reason_and_whether_it_was_given_up(failing):
    page = failing.get("/deliveries").text

    assert "Work that fails" in page
    assert page.count("the tracker answered 500") == 2
    assert page.count('<b class="bad">given up</b>') == 1
    assert "<script>alert" not in page
    assert "Try what was given up again" in page


def test_where_nothing_fails_nothing_is_told(store):
    assert "Work that fails" not in Dashboard(store).get("/deliveries").text


def test_one_is_tried_again_which_is_logged(store, failing):
    assert due(store) == 1
    answer = failing.post(f"/work/{number_of(store, 'OPS-2')}/replay")

    assert (answer.status_code, answer.headers["location"]) == (303, "/deliveries?done=tried")
    assert (left(store), due(store)) == ({"OPS-3"}, 2)
    with reading(store) as connection:
        [deed] = deeds.latest(connection)
    assert (deed.who, deed.what, deed.about) == ("openid:ada", "had work tried again", "jira/acme OPS-2")
    assert (deed.before["tries"], deed.before["dead"]) == (MOST_TRIES, True)


def test_all_that_was_given_up_is_tried_again_at_once_and_the_rest_is_left_alone(store, failing):
    failing.post("/work/replay")

    assert (left(store), due(store)) == ({"OPS-3"}, 2)


@pytest.mark.parametrize("number", ["7", "x", "9" * 30])
def test_what_does_not_fail_cannot_be_tried_again(store, failing, number):
    assert failing.post(f"/work/{number}/replay").status_code == 404
    assert left(store) == {"OPS-2", "OPS-3"}


@pytest.mark.usefixtures("failing")
def test_who_may_only_look_tries_nothing_and_reads_no_name_of_what_is_hidden(store):
    mia = Dashboard(store, VIEWER, visibility=HIDDEN)

    page = mia.get("/deliveries").text
    assert "an issue that you may not see" in page
    assert "OPS-" not in page + mia.get("/api/v1/work").text
    assert "/work/" not in page
    assert [mia.post(path).status_code for path in ("/work/replay", "/work/1/replay")] == [403, 403]


def test_programs_see_and_do_the_same(store, failing):
    [dead] = failing.get("/api/v1/work?dead=true").json()
    assert (dead["lane"], dead["issue"]["ref"], dead["tries"], dead["dead"]) == ("speak", "OPS-2", MOST_TRIES, True)
    assert len(failing.get("/api/v1/work").json()) == 2

    answers = [
        send(failing, "POST", f"/api/v1/work/{path}") for path in (f"{dead['id']}/replay", "replay", "99/replay")
    ]
    assert [(one.status_code, one.json().get("replayed")) for one in answers] == [(202, 1), (202, 0), (404, None)]
    assert left(store) == {"OPS-3"}


def test_every_lane_is_woken_in_which_work_is_tried_again():
    assert set(WORK) | {Lane.REVIEW} == set(Lane)
