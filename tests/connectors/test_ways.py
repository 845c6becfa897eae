"""The way to a site: its own certificates, its own proxy, no other host, and a break where it does not answer."""

import asyncio
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.contract import Denied, Draft, Unavailable
from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import DataCenter
from connectors.jira.issues import JiraIssues
from connectors.ways import FAILURES, FIRST_SECONDS, LONGEST_SECONDS, Circuit, Way
from rules.addresses import Addresses, Site
from rules.model import Ref
from tests.connectors.loopback import loopback

CANARY = "canary-token"
PEM = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    .decode()
)


def github(url, way, credentials=None):
    issues = GitHubIssues(GitHubDialect(name="github/acme"), Addresses([Site("github/acme", "github.com", ("acme",))]))
    return GitHubClient(issues, credentials or TokenCredentials(CANARY, way), url, seconds_between_writes=0)


def jira(url, way):
    issues = JiraIssues(JiraDialect(name="jira/acme", url=url), Addresses([Site("jira/acme", "acme", ("PAY",))]))
    return JiraClient(issues, JiraCredentials(CANARY, way=way), DataCenter(), seconds_between_writes=0)


ON_GITHUB, IN_JIRA = Ref("github/acme", "acme/web#1"), Ref("jira/acme", "PAY-1")
DRAFT = Draft("body", "mark")


async def github_rest(url, way):
    client = github(url, way)
    try:
        return await client.comments(ON_GITHUB)
    finally:
        await client.close()


async def github_query(url, way):
    client = github(url, way)
    try:
        return await client._reads.query("acme", "query { viewer { login } }", {})
    finally:
        await client.close()


async def github_write(url, way):
    client = github(url, way)
    try:
        return await client.put_comment(ON_GITHUB, DRAFT)
    finally:
        await client.close()


async def github_app(url, way):
    client = github(url, way, AppCredentials(42, PEM, url, way=way))
    try:
        return await client.comments(ON_GITHUB)
    finally:
        await client.close()


async def jira_read(url, way):
    client = jira(url, way)
    try:
        return await client._transport.get("/rest/api/2/myself", dict)
    finally:
        await client.close()


async def jira_write(url, way):
    client = jira(url, way)
    try:
        return await client._writes.send("POST", "/rest/api/2/issue/1/comment", {"body": "b"})
    finally:
        await client.close()


CLIENTS = (github_rest, github_query, github_write, github_app, jira_read, jira_write)


class Answers(dict):
    """Whatever is asked for gets the same answer."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, _key, _default=None):
        return self.answer


def asks(client, url, way=None):
    """What became of one question: the error, if there is one."""
    try:
        asyncio.run(client(url, way or Way()))
    except Unavailable as error:
        return error
    return None


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_any_client_to_another_host(client, status):
    with loopback(Answers((200, {}))) as (elsewhere, reached):
        other = elsewhere.replace("127.0.0.1", "localhost") + "/canary"
        with loopback(Answers((status, {}, {"location": other}))) as (home, asked):
            error = asks(client, home)

    assert isinstance(error, Unavailable)
    assert asked
    assert reached == []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_redirect_to_another_port_of_the_same_host_reaches_nothing_there_either(client):
    with (
        loopback(Answers((200, {}))) as (elsewhere, reached),
        loopback(Answers((301, {}, {"location": f"{elsewhere}/canary"}))) as (home, _),
    ):
        assert isinstance(asks(client, home), Unavailable)

    assert reached == []


@pytest.mark.parametrize("client", [github_rest, github_write])
def test_a_redirect_in_a_circle_ends(client):
    with loopback(Answers((301, {}, {"location": "/repos/acme/web/issues/1/comments"}))) as (home, asked):
        assert isinstance(asks(client, home), Unavailable)

    assert len(asked) <= 5


@contextmanager
def tls(tmp_path):
    """An HTTPS server whose certificate nobody knows: its address, the file of the certificate, and who asked."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    bundle, secret = tmp_path / "bundle.pem", tmp_path / "key.pem"
    bundle.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(bundle, secret)
    with serving(context) as (port, asked):
        yield f"https://127.0.0.1:{port}", str(bundle), asked


@contextmanager
def serving(context=None):
    """A server that answers 500 to whatever is asked, and remembers it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            asked.append(self.path)
            self.send_response(500)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = answer  # noqa: N815  # the names that http.server calls

        def log_message(self, *_):
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_):
            """Handshakes that fail are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("client", CLIENTS)
def test_a_certificate_is_trusted_only_where_it_is_configured(client, tmp_path):
    with tls(tmp_path) as (url, bundle, asked):
        asks(client, url)
        unknown = len(asked)
        asks(client, url, Way(ca_bundle=bundle))

    assert (unknown, len(asked) > 0) == (0, True)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("environment", ["", "http://127.0.0.1:9"])
def test_a_proxy_is_used_for_its_site_whatever_the_environment_says(client, environment, monkeypatch):
    if environment:
        monkeypatch.setenv("HTTP_PROXY", environment)
        monkeypatch.setenv("http_proxy", environment)
    with serving() as (port, asked):
        asks(client, "http://tracker.acme.example", Way(proxy=f"http://127.0.0.1:{port}"))

    assert asked
    assert all(address.startswith("http://tracker.acme.example") for address in asked)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_proxy_of_the_environment_counts_where_none_is_configured(client, monkeypatch):
    with serving() as (port, asked):
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        asks(client, "http://other.acme.example")

    assert asked


@pytest.mark.parametrize("client", CLIENTS)
def test_a_site_that_does_not_answer_is_let_be_for_a_while(client):
    way = Way()
    with loopback(Answers((500, {}))) as (url, asked):
        errors = [asks(client, url, way) for _ in range(FAILURES + 3)]

    assert len(asked) == FAILURES
    assert not any("let be" in str(error) for error in errors[:FAILURES])
    assert all("let be" in str(error) and error.retry_after > 0 for error in errors[FAILURES:])


def test_nobody_who_is_there_breaks_a_circuit():
    circuit = Circuit()

    for _ in range(3 * FAILURES):
        for status in (200, 404, 403, 429):
            circuit.answered(status)

    circuit.check()


def test_one_answer_closes_it():
    circuit = Circuit()
    for _ in range(FAILURES - 1):
        circuit.failed()
    circuit.answered(200)
    circuit.failed()

    circuit.check()


def test_it_is_tried_again_after_a_while_which_grows():
    now = [0.0]
    circuit, pauses = Circuit(lambda: now[0]), []

    for _ in range(FAILURES + 10):
        now[0] += circuit.seconds
        circuit.check()
        circuit.failed()
        pauses.append(circuit.seconds)

    assert pauses[: FAILURES - 1] == [0.0] * (FAILURES - 1)
    assert pauses[FAILURES - 1 : FAILURES + 2] == [FIRST_SECONDS, 2 * FIRST_SECONDS, 4 * FIRST_SECONDS]
    assert pauses[-1] == LONGEST_SECONDS


def test_what_was_under_way_when_it_broke_prolongs_nothing():
    circuit = Circuit(lambda: 0.0)

    for _ in range(5 * FAILURES):
        circuit.failed()

    assert circuit.seconds == FIRST_SECONDS
    with pytest.raises(Unavailable):
        circuit.check()


def test_a_proxy_with_its_password_is_in_no_repr():
    way = Way(proxy="http://detour:canary@proxy")

    assert "canary" not in f"{way!r} {JiraCredentials('token', way=way)!r}"


def test_a_redirect_is_a_definite_no_where_it_leads_elsewhere():
    with loopback(Answers((302, {}, {"location": "http://localhost:1/"}))) as (home, _):
        assert isinstance(asks(github_rest, home), Denied)
