"""Ready means that a process can do its work: it reaches its store, with its schema, and all that works in it runs."""

import asyncio
from types import SimpleNamespace

import pytest

from service.health import Health
from service.inbox import Inbox
from service.jobs.bell import Bell
from service.jobs.cluster import Cluster
from service.jobs.embedded import Embedded
from service.jobs.lane import LaneRun

HOW_IT_IS = SimpleNamespace(text=lambda: b"")


def answer(store, ended=list):
    response = asyncio.run(Health(store, HOW_IT_IS, ended).ready(None))
    return response.status_code, response.body.decode()


def test_with_its_store_and_all_lanes_it_is_ready(store):
    assert answer(store) == (200, "ready\n")


def test_with_a_lane_that_ended_it_is_not(store):
    status, told = answer(store, lambda: ["lane read of github/acme", "inbox"])

    assert status == 503
    assert told == "not running: lane read of github/acme, inbox; start the process anew, and see its log\n"


def test_with_another_schema_it_is_not(store):
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    assert answer(store) == (503, "the store has another schema; run detour serve once to upgrade it\n")


async def idle():
    await asyncio.Event().wait()


async def tasks_of_which_the_first_ended():
    first, second = asyncio.create_task(asyncio.sleep(0)), asyncio.create_task(idle())
    await first
    return [first, second]


@pytest.mark.parametrize(("site", "told"), [("github/acme", "lane read of github/acme"), ("", "lane read of all")])
def test_a_runner_names_the_lanes_that_ended(site, told):
    async def run():
        runner = Embedded(None)
        runner.lanes = [LaneRun(site, "read", None, None), LaneRun(site, "judge", None, None)]
        runner._tasks = await tasks_of_which_the_first_ended()
        return runner.ended()

    assert asyncio.run(run()) == [told]


def test_a_cluster_and_a_bell_name_what_ended():
    async def run():
        ended, runs = await tasks_of_which_the_first_ended()
        cluster, bell = Cluster(None), Bell(None, None, [], None)
        told = []
        for one in ([ended, runs], [runs, ended], [runs, runs]):
            cluster._tasks, bell._task = one, one[0]
            told.append((cluster.ended(), bell.ended()))
        return told

    waking, homes = ["waking of workers"], ["watch over sites"]
    assert asyncio.run(run()) == [(waking, waking), (homes, []), ([], [])]


def test_an_inbox_lives_from_its_start_to_its_end():
    inbox = Inbox(None)
    lived = [inbox.alive]
    inbox.start()
    lived.append(inbox.alive)
    inbox.close()

    assert [*lived, inbox.alive] == [False, True, False]
