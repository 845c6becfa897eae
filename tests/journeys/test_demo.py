"""``detour demo --once``: the story is told, and its exit status tells whether Detour said what it should."""

from dataclasses import replace

import pytest

from service.commands import demo
from service.demonstration.story import STORY

FIRST = STORY[:1]


def test_every_comment_of_the_story_is_the_expected_one(detour):
    status, printed, _ = detour("demo", "--once")

    assert status == 0
    for scene in STORY:
        assert scene.told in printed
        assert all(line in printed for line in scene.says.values())
    assert "In the end" in printed
    assert "expected: " not in printed


@pytest.mark.parametrize(
    ("says", "complaint"),
    [
        ({"search": "All is well."}, "expected: All is well."),
        ({}, "expected: no comment"),
        ({"checkout": "Something."} | FIRST[0].says, "expected: Something."),
    ],
)
def test_another_comment_than_the_expected_one_is_told_and_fails(detour, monkeypatch, says, complaint):
    monkeypatch.setattr(demo, "STORY", (replace(FIRST[0], says=says),))

    status, printed, _ = detour("demo", "--once")

    assert status == 1
    assert complaint in printed
    assert "no: " in printed or "no comment" in printed


def test_what_was_wrong_in_between_fails_although_the_end_is_as_expected(detour, monkeypatch):
    wrong = replace(FIRST[0], says={"search": "All is well."})
    nothing_happens = replace(FIRST[0], act=lambda _: None, asks={})
    monkeypatch.setattr(demo, "STORY", (wrong, nothing_happens))

    status, printed, _ = detour("demo", "--once")

    assert status == 1
    assert "expected: All is well." in printed
    assert "no: " not in printed


def test_a_stage_that_does_not_come_to_rest_is_told(detour, monkeypatch):
    def never_settles(*_):
        raise TimeoutError("still busy after 30 s: {'github/acme read': 1}")

    monkeypatch.setattr("service.demonstration.stage.Stage.settled", never_settles)

    status, _, err = detour("demo", "--once")

    assert status == 2
    assert "still busy" in err
