import asyncio

import pytest

from service.overdue import Overdue


class LateError(Exception):
    pass


def late(one):
    one.set_exception(LateError())


def test_what_waits_too_long_is_ended_and_what_is_done_is_left_alone():
    async def scenario():
        overdue, loop = Overdue(late), asyncio.get_running_loop()
        first, second, third = (loop.create_future() for _ in range(3))
        overdue.watch(first, 0.05)
        overdue.watch(second, 0.05)
        loop.call_later(0.02, second.set_result, None)
        with pytest.raises(LateError):
            await asyncio.wait_for(first, 5)
        await second
        overdue.watch(third, 0.05)  # it watches again, once nobody was left
        with pytest.raises(LateError):
            await asyncio.wait_for(third, 5)

    asyncio.run(scenario())


def test_who_came_later_waits_as_long():
    async def scenario():
        overdue, loop = Overdue(late), asyncio.get_running_loop()
        first, second = loop.create_future(), loop.create_future()
        began = loop.time()
        overdue.watch(first, 0.05)
        await asyncio.sleep(0.04)
        overdue.watch(second, 0.05)
        with pytest.raises(LateError):
            await asyncio.wait_for(second, 5)
        assert loop.time() - began >= 0.09
        assert isinstance(first.exception(), LateError)

    asyncio.run(scenario())
