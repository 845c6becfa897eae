import gzip
import hashlib
import hmac
import threading
import time
from functools import partial

import httpx
import pytest
import uvicorn
from sqlalchemy.exc import OperationalError

from connectors.contract import Delivery, Rejected
from service import inbox as inbox_module
from service import webhooks as webhooks_module
from service.app import make_app
from service.reception import Reception
from service.store import failures
from service.store.deliveries import Deliveries
from service.store.work import Claim, Lane

SECRET = b"a secret"


class Signed:
    """A connector that takes what is signed with the secret, and knows nothing else."""

    def verify(self, headers, body, token=""):  # noqa: ARG002  # it signs
        if not hmac.compare_digest(headers.get("x-signature", ""), signature(body)):
            raise Rejected("wrong signature")
        return Delivery("github/acme", headers["x-id"], "issues", body)


def signature(body):
    return hmac.new(SECRET, body, hashlib.sha256).hexdigest()


@pytest.fixture
def service(store):
    server = uvicorn.Server(uvicorn.Config(make_app(store, {"github/acme": Signed()}), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        yield client
    server.should_exit = True
    thread.join()


def post(service, body=b"{}", *, number=1, signed=None, path="/webhooks/github/acme"):
    headers = {"x-signature": signature(body) if signed is None else signed, "x-id": str(number)}
    return service.post(path, content=body, headers=headers)


def test_a_signed_request_is_kept_and_a_repeated_one_is_known(service, store):
    assert post(service).status_code == 200
    assert post(service).status_code == 200

    [kept] = Deliveries(store).latest(10)

    assert (kept.site, kept.vendor_id, kept.event) == ("github/acme", "1", "issues")


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"signed": "0" * 64}, 401, "signature does not match"),
        ({"path": "/webhooks/github/nobody"}, 404, "no such site"),
        ({"path": "/webhooks/jira/acme"}, 404, "no such site"),
    ],
)
def test_what_is_not_from_the_site_is_refused_and_not_kept(service, store, request_, status, words):
    response = post(service, **request_)

    assert response.status_code == status
    assert words in response.text
    assert Deliveries(store).latest(10) == []


@pytest.mark.parametrize(("last", "status"), [("right", 200), ("wrong", 401)])
def test_of_two_signatures_one_alone_is_looked_at(service, last, status):
    signatures = {"right": signature(b"{}"), "wrong": "0" * 64}
    first = next(one for one in signatures if one != last)
    headers = [("x-signature", signatures[first]), ("x-signature", signatures[last]), ("x-id", "1")]

    assert service.post("/webhooks/github/acme", content=b"{}", headers=headers).status_code == status


def test_only_posts_are_webhooks(service):
    assert service.get("/webhooks/github/acme").status_code == 405


@pytest.fixture
def narrow(monkeypatch):
    """Bodies may have a thousand bytes, and the time that a test can wait."""
    monkeypatch.setattr(webhooks_module, "Reception", partial(Reception, largest=1000, patience=0.2))


@pytest.mark.usefixtures("narrow")
def test_a_body_over_the_limit_is_refused_whatever_length_it_claims(service):
    body = b"x" * 1001

    def chunks():
        yield body[:600]
        yield body[600:]

    assert post(service, body).status_code == 413
    headers = {"x-signature": signature(body), "x-id": "1"}
    assert service.post("/webhooks/github/acme", content=chunks(), headers=headers).status_code == 413
    assert post(service, body[:1000]).status_code == 200


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", gzip.compress(b"x" * 1000, mtime=0), 200),
        ("gzip", gzip.compress(b"x" * 1001, mtime=0), 413),
        ("gzip", b"no gzip", 400),
        ("br", b"{}", 415),
    ],
)
def test_a_compressed_body_is_verified_as_its_sender_signed_it_and_bounded_as_it_unpacks(
    service, encoding, body, status
):
    headers = {"x-signature": signature(b"x" * 1000), "x-id": "1", "content-encoding": encoding}

    assert service.post("/webhooks/github/acme", content=body, headers=headers).status_code == status


def test_a_body_that_becomes_far_longer_than_it_came_is_refused_for_that(service):
    headers = {"x-id": "1", "content-encoding": "gzip"}

    response = service.post("/webhooks/github/acme", content=gzip.compress(bytes(2 << 20)), headers=headers)

    assert (response.status_code, response.text) == (413, "Unpacked, it is more than 50 times as long.\n")


@pytest.mark.usefixtures("narrow")
def test_a_sender_that_dawdles_is_told_so_and_counted(service):
    def chunks():
        yield b"x"
        time.sleep(1)
        yield b"x"

    response = service.post("/webhooks/github/acme", content=chunks(), headers={"x-id": "1"})

    assert (response.status_code, response.headers["connection"]) == (408, "close")
    assert 'outcome="too slow"' in service.get("/metrics").text


def test_a_store_that_fails_asks_to_come_again_and_recovers(service, monkeypatch):
    def fail(*_):
        raise OperationalError("INSERT secret-body", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(Deliveries, "keep", fail)
        response = post(service)

    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert post(service).status_code == 200


def test_a_store_that_takes_too_long_asks_to_come_again_and_knows_it_then(service, monkeypatch):
    keep, free = Deliveries.keep, threading.Event()

    def held_up(*given, **named):
        free.wait(20)
        return keep(*given, **named)

    monkeypatch.setattr(inbox_module, "COMMIT_SECONDS", 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(Deliveries, "keep", held_up)
        response = post(service)
        free.set()
        monkeypatch.setattr(inbox_module, "COMMIT_SECONDS", 20)
        again = post(service)

    assert (response.status_code, response.headers["retry-after"], again.status_code) == (503, "5", 200)
    figures = service.get("/metrics").text
    assert "detour_inbox_late_total 1.0" in figures
    assert ("detour_inbox_kept_total 1.0" in figures, "detour_inbox_known_total 1.0" in figures) == (True, True)


def test_a_full_inbox_asks_to_come_again(service, monkeypatch):
    monkeypatch.setattr(inbox_module, "MOST_WAITING", 0)

    assert post(service).status_code == 503


def test_health_readiness_and_figures(service):
    post(service)
    post(service, signed="0" * 64)
    post(service, path="/webhooks/github/a-stranger-s-label")

    assert service.get("/healthz").text == "alive\n"
    assert (service.get("/readyz").status_code, service.get("/readyz").text) == (200, "ready\n")
    figures = service.get("/metrics").text
    assert 'detour_webhooks_received_total{outcome="kept",site="github/acme"} 1.0' in figures
    assert 'detour_webhooks_received_total{outcome="rejected",site="github/acme"} 1.0' in figures
    assert "stranger" not in figures
    assert "detour_inbox_kept_total 1.0" in figures
    assert 'detour_deliveries{state="kept"} 1.0' in figures


def test_what_repeats_an_id_or_a_body_is_kept_and_a_figure(service):
    for number, body in ((1, b"a"), (1, b"b"), (2, b"b"), (2, b"b")):
        assert post(service, body, number=number).status_code == 200

    figures = service.get("/metrics").text
    for figure in ("kept_total 3.0", "known_total 1.0", "same_id_total 1.0", "same_body_total 1.0"):
        assert f"detour_inbox_{figure}" in figures


def test_work_that_fails_is_a_figure(service, store):
    with store.begin() as connection:
        failures.failed(connection, "github/acme", Lane.READ, Claim(1, 1, 1, 0), "answered 500", 1.0)

    figures = service.get("/metrics").text
    assert 'detour_failing{lane="read",site="github/acme",state="tried again"} 1.0' in figures


def test_a_lost_store_is_not_ready_but_alive(service, store):
    with store.begin() as connection:
        connection.exec_driver_sql("DROP TABLE delivery")
        connection.exec_driver_sql("DROP TABLE alembic_version")

    assert service.get("/healthz").status_code == 200
    assert service.get("/readyz").status_code == 503
    assert service.get("/metrics").status_code == 503
