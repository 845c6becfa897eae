"""Bodies are shown without what may be secret, and never whole where they are large."""

import json

import pytest

from service.pages.bodies import LONGEST, MASKED, shown_body


def test_it_is_json_in_lines():
    assert shown_body(b'{"issue":{"number":1}}') == ('{\n  "issue": {\n    "number": 1\n  }\n}', True)


@pytest.mark.parametrize("name", ["token", "access_token", "clientSecret", "Authorization", "password", "apiKey"])
def test_what_may_be_secret_is_masked_at_any_depth(name):
    text, _ = shown_body(json.dumps({"a": [{name: "hunter2"}, {name: {"deep": "hunter2"}}]}).encode())

    assert "hunter2" not in text
    assert MASKED in text


def test_of_a_large_one_the_beginning_is_shown():
    text, whole = shown_body(json.dumps([{"n": at} for at in range(50_000)]).encode())

    assert (len(text) <= LONGEST, whole) == (True, False)


@pytest.mark.parametrize("body", [b"payload=%7B%7D", b"\xff\xfe", b"", b"[" * 100_000])
def test_what_is_no_json_is_shown_as_it_is(body):
    text, _ = shown_body(body)

    assert len(text) <= LONGEST


def test_marks_that_turn_the_direction_of_writing_are_no_part_of_it():
    text, _ = shown_body('{"title":"a\u202eb"}'.encode())

    assert "\u202e" not in text
