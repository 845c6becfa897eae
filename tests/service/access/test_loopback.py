import pytest
from starlette.requests import HTTPConnection

from service.access.loopback import comes_from_here, is_local, is_loopback
from service.settings.configuration import Server


def request(host="127.0.0.1:8000", client="127.0.0.1", **more):
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in more.items()]
    return HTTPConnection({"type": "http", "client": (client, 1), "headers": [(b"host", host.encode()), *headers]})


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_has_many_names(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "localhost.acme.example", "127.0.0.1.nip.io", "1"])  # noqa: S104
def test_other_names_are_not_this_machine(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("server", "local"),
    [
        (Server(), True),
        (Server(host="::1", public_url="http://localhost:8000"), True),
        (Server(host="0.0.0.0"), False),  # noqa: S104
        (Server(public_url="https://detour.acme.example"), False),
    ],
)
def test_host_and_public_url_both_say_whether_this_machine_alone_is_served(server, local):
    assert is_local(server) is local


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "localhost"])
def test_who_asks_here_by_a_name_of_this_machine_comes_from_here(host):
    assert comes_from_here(request(host))


@pytest.mark.parametrize("host", ["detour.evil.example:8000", "x@127.0.0.1", "127.0.0.1:8000/x", "127.0.0.1 x", ""])
def test_a_name_of_somebody_else_that_leads_here_is_noticed(host):
    assert not comes_from_here(request(host))


def test_who_asks_from_elsewhere_does_not_come_from_here():
    assert not comes_from_here(request(client="10.0.0.7"))


@pytest.mark.parametrize("header", ["forwarded", "via", "x_forwarded_for", "x_forwarded_host", "x_real_ip"])
def test_what_a_proxy_passed_on_does_not_come_from_here(header):
    assert not comes_from_here(request(**{header: "127.0.0.1"}))
