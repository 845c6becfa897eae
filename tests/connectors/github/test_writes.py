import asyncio
import json

import pytest

from connectors.contract import Denied, Draft, Reaction, Unavailable
from connectors.github import writes as writes_module
from connectors.github.client import GitHubClient
from connectors.github.credentials import TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.github.writes import Writes
from connectors.turns import Limit
from rules.addresses import Addresses
from rules.model import Ref
from tests.connectors.loopback import loopback

MARK = "v1 verdict 1 abc"
HIDDEN = f"\n\n<!-- detour: {MARK} -->\n"
ISSUE = Ref("github/acme", "acme/web#1")
POST = "POST /repos/acme/web/issues/1/comments"
PATCH = "PATCH /repos/acme/web/issues/comments/7"
DELETE = "DELETE /repos/acme/web/issues/comments/7"


def speak(url, method, *arguments):
    async def run():
        issues = GitHubIssues(GitHubDialect(name="github/acme"), Addresses([]))
        client = GitHubClient(issues, TokenCredentials("canary"), url, seconds_between_writes=0, now=lambda: 0.0)
        try:
            return await getattr(client, method)(ISSUE, *arguments)
        finally:
            await client.close()

    return asyncio.run(run())


def test_a_comment_is_written_then_edited_then_deleted():
    answers = {POST: (201, {"id": 7}), PATCH: (200, {"id": 7}), DELETE: (204, None)}
    with loopback(answers) as (url, asked):
        written = speak(url, "put_comment", Draft("hello", MARK))
        edited = speak(url, "put_comment", Draft("hello again", MARK), "7")
        speak(url, "delete_comment", "7")

    assert (written, edited) == ("7", "7")
    assert [key for key, *_ in asked] == [POST, PATCH, DELETE]
    assert [json.loads(body)["body"] for _, _, body in asked[:2]] == [f"hello{HIDDEN}", f"hello again{HIDDEN}"]
    assert asked[0][1] == "token canary"


REACT = "POST /repos/acme/web/issues/comments/7/reactions"
UNREACT = "DELETE /repos/acme/web/issues/comments/7/reactions/3"


@pytest.mark.parametrize(("reaction", "content"), [(Reaction.DONE, "+1"), (Reaction.NOT_DONE, "confused")])
@pytest.mark.parametrize("status", [201, 200])
def test_a_reaction_is_given_and_the_same_again_is_the_first_one(reaction, content, status):
    with loopback({REACT: (status, {"id": 9, "content": content})}) as (url, asked):
        given = [speak(url, "react", "7", reaction, former) for former in ("", "9")]

    assert given == ["9", "9"]
    assert [key for key, *_ in asked] == [REACT, REACT]
    assert json.loads(asked[0][2]) == {"content": content}


@pytest.mark.parametrize("gone", [(204, None), (404, {"message": "Not Found"})])
def test_another_reaction_takes_the_place_of_the_former_one(gone):
    with loopback({REACT: (201, {"id": 9}), UNREACT: gone}) as (url, asked):
        assert speak(url, "react", "7", Reaction.DONE, "3") == "9"

    assert [key for key, *_ in asked] == [REACT, UNREACT]


def test_a_comment_that_is_gone_cannot_be_reacted_to():
    with loopback({REACT: (404, {"message": "Not Found"})}) as (url, _), pytest.raises(Denied) as denied:
        speak(url, "react", "7", Reaction.DONE)

    assert denied.value.status == 404


@pytest.mark.parametrize("answer", [(500, {}), (502, {"message": "Server Error"}), (503, {}), (201, {}), (201, [])])
def test_after_a_servers_error_the_outcome_is_unknown_and_nothing_is_sent_again(answer):
    with loopback({POST: answer}) as (url, asked), pytest.raises(Unavailable) as unavailable:
        speak(url, "put_comment", Draft("hello", MARK))

    assert unavailable.value.outcome_unknown
    assert [key for key, *_ in asked] == [POST]


def test_after_a_time_out_the_outcome_is_unknown_and_nothing_is_sent_again():
    async def run(url):
        writes = Writes(TokenCredentials("canary"), url, seconds_between_writes=0, timeout=1)
        try:
            await writes.send("acme", "POST", POST.removeprefix("POST "), body="hello")
        finally:
            writes.close()

    with loopback({POST: ("slow", 1.5)}) as (url, asked), pytest.raises(Unavailable) as unavailable:
        asyncio.run(run(url))

    assert unavailable.value.outcome_unknown
    assert [key for key, *_ in asked] == [POST]


def test_without_a_connection_nothing_was_written():
    with loopback({}) as (url, _):
        pass

    with pytest.raises(Unavailable) as unavailable:
        speak(url, "put_comment", Draft("hello", MARK))

    assert not unavailable.value.outcome_unknown


@pytest.mark.parametrize(
    ("answer", "retry_after"),
    [
        ((403, {"message": "You have exceeded a secondary rate limit."}), 60),
        ((403, {"message": "API rate limit exceeded"}, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9"}), 9),
        ((429, {"message": "slow down"}, {"Retry-After": "3"}), 3),
    ],
)
def test_a_limit_is_told_at_once_and_nothing_was_written(answer, retry_after):
    with loopback({POST: answer}) as (url, asked), pytest.raises(Unavailable) as unavailable:
        speak(url, "put_comment", Draft("hello", MARK))

    assert (unavailable.value.retry_after, unavailable.value.outcome_unknown) == (retry_after, False)
    assert len(asked) == 1


def test_during_a_pause_that_was_asked_for_nobody_else_writes():
    clock = [100.0]

    async def run(url):
        writes = Writes(TokenCredentials("canary"), url, seconds_between_writes=0, now=lambda: clock[0])
        path = POST.removeprefix("POST ")
        together = (writes.send("acme", "POST", path, body="hello") for _ in range(3))
        refused = await asyncio.gather(*together, return_exceptions=True)
        clock[0] = 103.5
        refused += await asyncio.gather(writes.send("acme", "POST", path, body="hello"), return_exceptions=True)
        writes.close()
        return [(one.retry_after, one.outcome_unknown) for one in refused]

    with loopback({POST: (429, {"message": "slow down"}, {"Retry-After": "3"})}) as (url, asked):
        assert asyncio.run(run(url)) == [(3, False)] * 4

    assert len(asked) == 2


@pytest.mark.parametrize("status", [403, 404, 410, 422])
def test_a_definite_no_is_denied(status):
    with loopback({POST: (status, {"message": "no"})}) as (url, _), pytest.raises(Denied) as denied:
        speak(url, "put_comment", Draft("hello", MARK))

    assert (denied.value.status, denied.value.outcome_unknown) == (status, False)


def test_one_write_too_many_in_an_hour_waits_and_is_not_sent(monkeypatch):
    monkeypatch.setattr(writes_module, "LIMITS", (Limit(2, 3600.0), Limit(70, 60.0)))
    clock = [0.0]

    async def run(url):
        writes, waits = Writes(TokenCredentials("canary"), url, seconds_between_writes=0.001, now=lambda: clock[0]), []
        for clock[0] in (0, 100, 600, 3599, 3600):
            try:
                await writes.send("acme", "POST", "/repos/acme/web/issues/1/comments", body="hello")
            except Unavailable as unavailable:
                waits.append((unavailable.retry_after, unavailable.outcome_unknown))
        writes.close()
        return waits

    with loopback({POST: (201, {"id": 7})}) as (url, asked):
        assert asyncio.run(run(url)) == [(3000, False), (1, False)]

    assert len(asked) == 3


def test_deleting_what_is_gone_is_no_error():
    with loopback({}) as (url, asked):
        speak(url, "delete_comment", "7")

    assert [key for key, *_ in asked] == [DELETE]
