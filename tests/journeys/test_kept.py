"""Nothing that was acknowledged is lost: the real command, real signatures, and SIGKILL at random moments."""

import asyncio
import hashlib
import hmac
import random
import signal
import socket
import time

import httpx
import pytest

from service.cli import main
from service.store.connection import open_store
from service.store.deliveries import Deliveries
from tests.exploring import times
from tests.forked import Forked

KILLS = times(2, 4)
SENDERS = 8
SECRET = "journey-secret-canary"


@pytest.fixture
def config(tmp_path, store_url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path / "detour.toml"
    path.write_text(
        f'[server]\nport = {port}\n[store]\nurl = "{store_url}"\n'
        f'[[github]]\nname = "acme"\norganizations = ["acme"]\nwebhook_secrets = ["an older one", "{SECRET}"]\n'
    )
    return path, f"http://127.0.0.1:{port}"


class Serving:
    """A running ``detour serve``; what it logs goes to a file."""

    def __init__(self, config, log):
        self.path, self.address = config
        self.log = log
        self.process = None

    def __enter__(self):
        self.process = Forked(main, ["serve", "--config", str(self.path)], out=self.log, err=self.log)
        deadline = time.monotonic() + 30
        with httpx.Client() as http:
            while time.monotonic() < deadline:
                try:
                    if http.get(f"{self.address}/readyz").status_code == 200:
                        return self
                except httpx.TransportError:
                    time.sleep(0.02)
        self.process.kill()
        self.process.ends(10)
        raise AssertionError(self.log.read_text())

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.ends(30) in (0, -9, -15)


def signed(number):
    body = f'{{"action": "opened", "number": {number}}}'.encode()
    mac = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={mac}", "X-GitHub-Event": "issues", "X-GitHub-Delivery": f"d-{number}"}
    return body, headers


async def send_until_gone(address, numbers, acknowledged):
    """Sends deliveries one after the other until the service is gone; notes what was acknowledged."""
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        for number in numbers:
            body, headers = signed(number)
            try:
                response = await client.post("/webhooks/github/acme", content=body, headers=headers)
            except httpx.TransportError:
                return
            if response.status_code == 200:
                acknowledged.add(f"d-{number}")


async def under_fire(serving, round_, acknowledged, more):
    """Kills the service at the moment when so many more deliveries were acknowledged."""
    goal = len(acknowledged) + more
    starts = [round_ * 1_000_000 + sender * 10_000 for sender in range(SENDERS)]
    senders = [
        asyncio.create_task(send_until_gone(serving.address, range(start, start + 10_000), acknowledged))
        for start in starts
    ]
    deadline = time.monotonic() + 20
    while len(acknowledged) < goal and time.monotonic() < deadline:  # noqa: ASYNC110  # the moment is between answers
        await asyncio.sleep(0.001)
    serving.process.kill()
    await asyncio.gather(*senders)


def test_no_acknowledged_delivery_is_lost_when_the_process_is_killed(config, store_url, tmp_path):
    acknowledged, chance = set(), random.Random(7)
    log = tmp_path / "log"

    for round_ in range(KILLS):
        with Serving(config, log) as serving:
            asyncio.run(under_fire(serving, round_, acknowledged, chance.randint(1, 150)))

    engine = open_store(store_url)
    kept = {one.vendor_id for one in Deliveries(engine).latest(1_000_000)}
    engine.dispose()
    assert len(acknowledged) >= KILLS
    assert acknowledged <= kept
    assert SECRET not in log.read_text()


def listed_when_looked_at(config, capsys):
    """What ``detour deliveries`` prints once every delivery was looked at."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert main(["deliveries", "--config", str(config[0])]) == 0
        if (listed := capsys.readouterr().out).splitlines()[-1].startswith("0 kept"):
            return listed
        time.sleep(0.05)
    raise AssertionError(listed)


def test_a_delivery_that_nobody_understands_is_kept_and_listed_with_the_reason_and_can_be_replayed(
    config, tmp_path, capsys
):
    with Serving(config, tmp_path / "log") as serving:
        address = f"{serving.address}/webhooks/github/acme"
        body, headers = signed(1)
        assert httpx.post(address, content=body, headers=headers).status_code == 200
        assert httpx.post(address, content=body + b" ", headers=headers).status_code == 401
        listed = listed_when_looked_at(config, capsys)

    assert main(["replay", "--config", str(config[0]), listed.split()[0]]) == 0
    assert capsys.readouterr().out == "1 to be looked at again\n"
    assert "github/acme  issues  d-1" in listed
    assert "not understood: ValueError: the webhook has no issue" in listed
    assert listed.endswith("0 kept, 0 done, 1 dead\n")


def test_replaying_needs_to_know_what(config, capsys):
    assert main(["replay", "--config", str(config[0])]) == 2

    assert "say which" in capsys.readouterr().err


def test_a_store_that_cannot_be_opened_is_refused_in_words(tmp_path, capsys):
    path = tmp_path / "detour.toml"
    path.write_text('[store]\nurl = "postgresql://detour:canary-password@127.0.0.1:9/detour"\n')

    status = main(["serve", "--config", str(path)])

    printed = capsys.readouterr().err
    assert status == 2
    assert "the store cannot be reached" in printed
    assert "canary-password" not in printed
