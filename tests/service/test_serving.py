import socket
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.serving import HOST, serving


async def greet(_request):
    return PlainTextResponse("hello")


def test_an_application_is_served_as_long_as_the_context_lasts():
    with serving(Starlette(routes=[Route("/", greet)])) as address:
        assert httpx.get(address).text == "hello"

    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_an_application_that_does_not_start_is_an_error():
    @asynccontextmanager
    async def broken(_app):
        raise ValueError("no store")
        yield

    with pytest.raises(RuntimeError, match="did not start"), serving(Starlette(lifespan=broken)):
        pytest.fail("it started")


def test_a_port_that_is_taken_is_an_error():
    with (
        socket.create_server((HOST, 0)) as taken,
        pytest.raises(OSError, match="in use"),
        serving(Starlette(), taken.getsockname()[1]),
    ):
        pytest.fail("it started")
