"""Clients that begin a request and never end it: their connections end, those of others do not."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn

from service.patience import PatientProtocol


class Hasty(PatientProtocol):
    longest = 0.3


async def slow_to_answer(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] == "/early":
        await answer(send)
        return
    while (await receive()).get("more_body"):
        pass
    if scope["path"] == "/slow":
        await asyncio.sleep(1)
    await answer(send)


async def answer(send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(scope="module")
def port():
    config = uvicorn.Config(slow_to_answer, port=0, http=Hasty, log_config=None, lifespan="off", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@contextmanager
def connected(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        yield client


def ended(client):
    """Waits until the server ends the connection."""
    try:
        while client.recv(4096):
            pass
    except ConnectionResetError:
        return True
    return True


def ends_under(client, drips):
    """Whether the server ends the connection while a byte comes now and then."""
    try:
        for _ in range(drips):
            client.sendall(b"x")
            time.sleep(0.01)
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /",
        b"POST / HTTP/1.1\r\nhost: a\r\nx-a: b",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n123",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"POST /early HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n123",
        b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET / HT",
    ],
    ids=["nothing", "a line", "headers", "a body", "chunks", "a body after its answer", "a second request"],
)
def test_a_request_that_never_ends_ends_its_connection(port, begun):
    with connected(port) as client:
        client.sendall(begun)

        assert ended(client)


def test_a_drip_does_not_prolong_it(port):
    with connected(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n")

        assert ends_under(client, drips=2000)


def test_who_waits_for_the_answer_is_waited_for(port):
    with connected(port) as client:
        client.sendall(b"GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")

        assert client.recv(4096).startswith(b"HTTP/1.1 200")


def test_each_request_of_a_connection_has_its_own_time(port):
    with connected(port) as client:
        for _ in range(6):
            client.sendall(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            answered = b""
            while not answered.endswith(b"ok"):
                answered += client.recv(4096)
            time.sleep(0.1)


BROKEN = b"POST /early HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"


def test_a_body_that_breaks_is_refused_once_also_where_it_is_answered_at_once(port, caplog):
    with connected(port) as client:
        client.sendall(BROKEN + b"no chunk\r\n")
        answers = everything(client)

    assert answers.count(b"HTTP/1.1 ") == 1
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []


def test_a_body_that_breaks_behind_its_answer_ends_the_connection(port, caplog):
    with connected(port) as client:
        client.sendall(BROKEN)
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        client.sendall(b"no chunk\r\n")
        rest = everything(client)

    assert b"HTTP/1.1 " not in rest
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []


def everything(client):
    """What comes until the server ends the connection."""
    received = []
    while piece := client.recv(4096):
        received.append(piece)
    return b"".join(received)
