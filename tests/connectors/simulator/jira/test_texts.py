"""Texts of the made-up Jira: how each kind keeps them, and how they come back in each version of the API."""

import json

import pytest

from connectors.jira.passages import passages
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.texts import DEEPEST, document_of, plain, wiki_of
from tests.adf import needs_schema, validator
from tests.connectors.simulator.jira.asking import document, rest

WORDS = """\
It waits on PAY-1, and on https://acme.example/x?y=1.

* first
* second
Blocked by: PAY-1
"""


def lines(body):
    """What Detour reads of a text."""
    return [one.text for one in passages(body)]


@needs_schema
@pytest.mark.parametrize("text", [WORDS, "", "* only a list", "https://acme.example/", "{{code}} *bold* \\", "\n\n"])
def test_what_people_write_is_a_valid_document_on_cloud(text):
    assert not list(validator().iter_errors(document_of(text)))


def test_a_document_reads_as_what_was_written():
    assert lines(document_of(WORDS)) == lines(WORDS)
    assert plain(document_of(WORDS)).splitlines()[-1] == "Blocked by: PAY-1"


def test_an_address_is_a_link_and_a_key_is_words():
    [first, *_] = document_of(WORDS)["content"]

    links = [one["text"] for one in first["content"] if "marks" in one]
    assert links == ["https://acme.example/x?y=1"]


def test_a_document_is_shown_as_markup_in_which_its_words_mean_nothing():
    told = document("*not bold* {code} [a|b]")
    told["content"][0]["content"].append({"type": "text", "text": "x*y", "marks": [{"type": "code"}]})

    shown = wiki_of(told)

    assert shown == r"\*not bold\* \{code\} \[a\|b\]{{x\*y}}"
    assert plain(shown) == "*not bold* {code} [a|b]x*y"


def test_what_a_program_wrote_comes_back_as_it_wrote_it():
    with simulated_jira() as desk:
        issue = desk.person("mia", writes=("WEB",)).opens("WEB", "One")
        thread, sent = f"/issue/{issue.ref}/comment", document("Hello", "*there*")
        number = rest(desk, "POST", thread, version=3, json={"body": sent}).json()["id"]
        newer, older = (rest(desk, "GET", f"{thread}/{number}", version=version).json()["body"] for version in (3, 2))
        [shown] = desk.comments_of(issue)

    assert (newer, older) == (sent, "Hello\n\\*there\\*")
    assert (shown.body, shown.text) == (sent, "Hello\n*there*")


def test_markup_that_was_written_on_cloud_is_a_document_in_version_3():
    with simulated_jira() as desk:
        issue = desk.person("mia", writes=("WEB",)).opens("WEB", "One", "Hello\n* there")
        newer = rest(desk, "GET", f"/issue/{issue.ref}", version=3).json()["fields"]["description"]

    assert newer == document_of("Hello\n* there")


def test_data_center_keeps_markup_as_it_is():
    with simulated_jira(flavor="datacenter") as desk:
        issue = desk.person("mia", writes=("WEB",)).opens("WEB", "One", WORDS)
        shown = rest(desk, "GET", f"/issue/{issue.ref}").json()["fields"]["description"]

    assert shown == WORDS


def nested(levels):
    node = {"type": "paragraph", "content": []}
    for _ in range(levels):
        node = {"type": "blockquote", "content": [node]}
    return {"version": 1, "type": "doc", "content": [node]}


REFUSED = {
    "words": ("hello", {"comment": "Comment body is not valid!"}, []),
    "nothing": (None, {"comment": "Comment body can not be empty!"}, []),
    "an empty document": (document(), {"comment": "Comment body can not be empty!"}, []),
    "no document": ({"type": "paragraph"}, {"comment": "Comment body is not valid!"}, []),
    "another version": ({"type": "doc", "version": 2}, {"comment": "Comment body is not valid!"}, []),
    "a node without a type": ({"type": "doc", "version": 1, "content": [{}]}, {}, ["INVALID_INPUT"]),
    "an empty text": (document(""), {}, ["INVALID_INPUT"]),
    "an abyss": (nested(DEEPEST), {}, ["INVALID_INPUT"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_in_jiras_words(name):
    body, errors, messages = REFUSED[name]
    with simulated_jira() as desk:
        issue = desk.person("mia", writes=("WEB",)).opens("WEB", "One")
        refused = rest(desk, "POST", f"/issue/{issue.ref}/comment", version=3, json={"body": body})

    assert (refused.status_code, refused.json()) == (400, {"errorMessages": messages, "errors": errors})


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_text_that_is_too_long_is_refused(flavor):
    with simulated_jira(flavor=flavor) as desk:
        issue = desk.person("mia", writes=("WEB",)).opens("WEB", "One")
        path = f"/issue/{issue.ref}/comment"
        answers = [rest(desk, "POST", path, json={"body": "x" * count}) for count in (32_767, 32_768)]

    assert [one.status_code for one in answers] == [201, 400]
    assert "32,767 characters" in json.dumps(answers[1].json()["errors"])
