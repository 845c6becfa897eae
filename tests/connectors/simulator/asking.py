"""Asks the simulator as Detour does, with its real client, and receives its webhooks."""

import asyncio
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from connectors.contract import Touched
from connectors.github.client import GitHubClient
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.github.payloads import GitHubConnector
from connectors.simulator.serving import end
from connectors.ways import Circuit, Way
from rules.addresses import Addresses, Site
from rules.model import Ref

SITE, SECRET = "github/acme", "It's a Secret to Everybody"
MARK = "v1 verdict 1 abc"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Made once: by itself each request would read all certificates of the machine."""
HIDDEN = f"\n\n<!-- detour: {MARK} -->\n"


def ref(issue):
    return Ref(SITE, issue if isinstance(issue, str) else issue.ref)


def touched(issue, *, by_id=False):
    return Touched(ref(issue), node_id=issue.node_id if by_id else "")


def issues_of(hub):
    host = hub.address.removeprefix("http://")
    return GitHubIssues(GitHubDialect(name=SITE, host=host), Addresses([Site(SITE, host, ("acme",))]))


def connector(hub):
    return GitHubConnector(issues_of(hub), (SECRET,))


def by_token(hub):
    return TokenCredentials(hub.bot_token, Way(circuit=Circuit(now=hub.seconds)))


def by_app(hub):
    app = hub.installs_app(on=["acme"])
    return AppCredentials(app.id, app.private_key, hub.api_url)


def ask(hub, method, *arguments, credentials=None):
    return asyncio.run(_asked(hub, lambda client: getattr(client, method)(*arguments), credentials))


def checking(hub, method, *arguments, credentials=None):
    """The same of the client's checks."""
    return asyncio.run(_asked(hub, lambda client: getattr(client.checks(), method)(*arguments), credentials))


async def _asked(hub, question, credentials):
    client = GitHubClient(
        issues_of(hub), credentials or by_token(hub), hub.api_url, seconds_between_writes=0, now=hub.seconds
    )
    try:
        return await question(client)
    finally:
        await client.close()


def rest(hub, method, path, token=None, **sent):
    headers = {"Authorization": f"Bearer {token or hub.bot_token}"}
    url = path if "://" in path else hub.api_url + path
    return httpx.request(method, url, headers=headers, verify=NO_TLS, **sent)


def query(hub, text, token=None, **variables):
    headers = {"Authorization": f"Bearer {token or hub.bot_token}"}
    sent = {"query": text, "variables": variables}
    return httpx.post(f"{hub.address}/api/graphql", json=sent, headers=headers, verify=NO_TLS).json()


@contextmanager
def receiver(status=200, before=lambda: None, first=()):
    """Yields an address and the list of what arrives there: headers (lower case), body and the sender's address.

    ``before`` is called before each answer; the ``first`` answers have other statuses, and 0 is no answer.
    """
    arrived, statuses = [], [*first]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self):  # the name that http.server calls
            body = self.rfile.read(int(self.headers["content-length"]))
            arrived.append(({name.lower(): value for name, value in self.headers.items()}, body, self.client_address))
            before()
            answer = statuses.pop(0) if statuses else status
            if not answer:
                self.close_connection = True
                end(self.connection)
                return
            self.send_response(answer)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/webhooks/github/acme", arrived
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
