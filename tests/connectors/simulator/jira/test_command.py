"""``python -m connectors.simulator --jira cloud``, as a person at a terminal meets it."""

import json
import re
import shlex
import shutil
import subprocess
import time

import httpx
import pytest

from connectors.simulator.__main__ import main
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.sample import settles
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.commanding import running

WHO = {
    "cloud": {"auth": ("detour-bot@acme.example", "detour-bot")},
    "datacenter": {"headers": {"Authorization": "Bearer detour-bot"}},
}


@pytest.mark.parametrize("flavor", WHO)
def test_it_tells_where_to_look(flavor):
    with running("--jira", flavor) as (_, told):
        page = httpx.get(re.search(r"pages +(\S+)\n", told)[1])
        board = httpx.get(re.search(r"switchboard +(\S+)", told)[1])
        api = re.search(r"REST API +(\S+/2)\b", told)[1]
        who = httpx.get(f"{api}/myself", **WHO[flavor]).json()["displayName"]
        kind = httpx.get(f"{api}/serverInfo", **WHO[flavor]).json()["deploymentType"]

    assert (page.status_code, board.status_code, who) == (200, 200, "Detour-bot")
    assert "Checkout" in page.text
    assert kind == {"cloud": "Cloud", "datacenter": "Server"}[flavor]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here")
@pytest.mark.parametrize("flavor", WHO)
def test_the_examples_that_it_tells_work(flavor):
    with running("--jira", flavor) as (_, told):
        search, comment, link, *board = [curl(example) for example in re.findall(r"^  curl (.*)$", told, re.MULTILINE)]
        api = re.search(r"REST API +(\S+/2)\b", told)[1]
        shown = httpx.get(f"{api}/issue/WEB-5", **WHO[flavor]).json()["fields"]

    assert {one["key"] for one in json.loads(search)["issues"]} == {f"WEB-{number}" for number in range(1, 6)}
    assert json.loads(comment)["body"].startswith("Any news")
    assert link == ""
    assert [one["inwardIssue"]["key"] for one in shown["issuelinks"]] == ["PAY-1"]
    assert len(board) == 2


def curl(example):
    words = ["curl", "--silent", "--show-error", "--fail", *shlex.split(example)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (example, done.stderr)
    return done.stdout


def test_webhooks_go_where_they_are_told_to():
    with receiver() as (url, arrived), running("--jira", "cloud", "--webhook", url, "--secret", "s") as (_, told):
        api = re.search(r"REST API +(\S+/2)\b", told)[1]
        new = {"fields": {"project": {"key": "WEB"}, "summary": "Something new", "issuetype": {"name": "Task"}}}
        httpx.post(f"{api}/issue", json=new, **WHO["cloud"])
        while not any(b"Something new" in body for _, body, _ in arrived):
            time.sleep(0.01)

    assert f"go to {url}" in told
    assert all("x-hub-signature" in headers for headers, _, _ in arrived)


def test_a_jira_that_is_none_is_told(capsys):
    with pytest.raises(SystemExit):
        main(["--jira", "server"])

    assert "--jira" in capsys.readouterr().err


@pytest.mark.parametrize("flavor", WHO)
def test_the_sample_has_something_of_everything_to_look_at(flavor):
    with simulated_jira(flavor=flavor) as desk:
        settles(desk)
        issues = list(desk.world.all_issues())

    assert {one.status for one in issues} == {"To Do", "In Progress", "Done"}
    assert {one.resolution for one in issues} == {"", "Done", "Won't Do"}
    for name in (
        "labels",
        "assignee",
        "versions",
        "sprint",
        "due",
        "parent",
        "parts",
        "links",
        "remote_links",
        "comments",
        "notices",
    ):
        assert any(getattr(one, name) for one in issues), name
    assert {link.type.name for one in issues for link in one.links} == {"Blocks", "Depends", "Fallback"}
    comments = [one for issue in issues for one in issue.comments]
    for name in ("edited", "role", "internal"):
        assert any(getattr(one, name) for one in comments), name
