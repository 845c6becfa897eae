import socket
import struct
import threading

import httpx
import pytest

from connectors.simulator.serving import Answer, Dropped, Loopback


def echo(request):
    return Answer(200, request.body or request.path.encode(), {"X-Query": request.query.get("q", "")})


def test_requests_arrive_whole_and_answers_leave_whole():
    with Loopback(echo) as server:
        answer = httpx.patch(f"{server.address}/a%20b?q=1%2B1", content=b"x" * 300_000)

    assert (answer.status_code, len(answer.content), answer.headers["x-query"]) == (200, 300_000, "1+1")


def test_a_connection_is_kept_alive():
    with Loopback(echo) as server, httpx.Client() as http:
        addresses = {http.get(server.address).extensions["network_stream"].get_extra_info("client_addr")}
        addresses |= {http.get(server.address).extensions["network_stream"].get_extra_info("client_addr")}

    assert len(addresses) == 1


def test_it_ends_with_its_context_whatever_is_still_connected():
    with httpx.Client() as http:
        with Loopback(echo) as server:
            http.get(server.address)
        with pytest.raises(httpx.TransportError):
            http.get(server.address)

    assert not any(thread.name == "simulator" for thread in threading.enumerate())


def test_a_dropped_connection_has_no_answer():
    def drop(_):
        raise Dropped

    with Loopback(drop) as server, pytest.raises(httpx.RemoteProtocolError):
        httpx.post(server.address, content=b"x")


def test_an_answer_without_a_body_has_none():
    with Loopback(lambda _: Answer(204)) as server, httpx.Client() as http:
        answers = [http.delete(server.address) for _ in range(2)]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2


def test_a_connection_that_the_other_side_resets_is_no_fault(capfd):
    with Loopback(echo) as server:
        host, _, port = server.address.rpartition("/")[2].partition(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
            connection.recv(1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert capfd.readouterr().err == ""
