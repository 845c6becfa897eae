"""Checks are bounded in time, and one that fails ends no other."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from connectors.contract import NotAccepted, Unavailable
from service.doctor import examination
from service.doctor.examination import examine
from service.doctor.lines import Check, Level, ok


async def hangs():
    yield ok("begun")
    await asyncio.Event().wait()


async def is_well():
    yield ok("well")


def raises(error):
    async def look():
        yield ok("begun")
        raise error

    return look


def looked(monkeypatch, *looks, seconds=30.0):
    """What is said of each, and the order in which they ended."""
    every = [Check("kind", str(number), look) for number, look in enumerate(looks)]
    monkeypatch.setattr(examination, "KINDS", (lambda _patient: every,))
    order = []

    async def run():
        return [one async for one in examine(None, lambda check, left: order.append((check.about, left)), seconds)]

    return asyncio.run(run()), order


def test_one_that_hangs_is_ended_and_others_are_told_in_their_order(monkeypatch):
    found, order = looked(monkeypatch, hangs, is_well, seconds=0.05)

    assert [[line.level for line in one.lines] for one in found] == [[Level.OK, Level.WRONG], [Level.OK]]
    assert found[0].lines[1].message == "no answer within 0.05 s"
    assert order == [("1", 1), ("0", 0)]


@pytest.mark.parametrize(
    ("error", "level", "message"),
    [
        (
            Unavailable("no answer from Jira: ReadTimeout"),
            Level.NOTE,
            "not looked at: no answer from Jira: ReadTimeout",
        ),
        (NotAccepted("401"), Level.NOTE, "not looked at: the credentials are not accepted"),
        (OperationalError("SELECT 'secret'", {}, Exception("locked")), Level.NOTE, "not looked at: Exception: locked"),
        (KeyError("canary"), Level.WRONG, "it could not be looked at: KeyError"),
    ],
)
def test_one_that_fails_keeps_what_it_said_and_ends_no_other(monkeypatch, error, level, message):
    found, _ = looked(monkeypatch, raises(error), is_well)

    assert found[0].lines[0] == ok("begun")
    assert (found[0].lines[1].level, found[0].lines[1].message) == (level, message)
    assert found[0].lines[1].fix
    assert found[1].lines == (ok("well"),)
