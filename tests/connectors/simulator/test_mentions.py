"""Whoever is mentioned is told so: once, outside of code, and by an edit only if it mentions somebody anew."""

from itertools import chain

import pytest

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.mentions import mentioned
from connectors.simulator.jira.texts import plain, wiki_of


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param) as desk:
        yield desk


def told(tracker, issue):
    """The logins of those who were told that they are mentioned."""
    return list(chain(*(one.to for one in tracker.notifications_of(issue) if one.reason == "mention")))


def test_on_github_a_name_outside_of_code_is_a_mention(hub):
    mia, noor = hub.person("mia", writes=("acme/web",)), hub.person("noor")
    issue = mia.opens("acme/web", "Checkout")

    mia.comments(issue, "`@noor` me@noor.example @nobody acme/@noor @noor/web \\`x @mia\n\n```\n@noor\n```")
    before = told(hub, issue)
    mia.comments(issue, "Is this for **@Noor**?")

    assert before == []
    assert told(hub, issue) == [noor.login]


def test_on_github_an_edit_tells_only_whom_it_mentions_anew(hub):
    mia, _, _ = hub.person("mia", writes=("acme/web",)), hub.person("noor"), hub.person("zoe")
    issue = mia.opens("acme/web", "Checkout")
    comment = mia.comments(issue, "Hello @noor")

    mia.edits_comment(comment, "Hello @noor!")
    again = told(hub, issue)
    mia.edits_comment(comment, "Hello @noor and @zoe!")

    assert (again, told(hub, issue)) == (["noor"], ["noor", "zoe"])


def naming(desk, person, words="Hello"):
    """A text that mentions somebody."""
    if desk.flavor == "datacenter":
        return f"{words} [~{person.login}]"
    pieces = [{"type": "text", "text": f"{words} "}, {"type": "mention", "attrs": {"id": person.account.id}}]
    return {"version": 1, "type": "doc", "content": [{"type": "paragraph", "content": pieces}]}


def test_in_jira_a_mention_tells_the_account_and_an_edit_only_those_whom_it_mentions_anew(desk):
    mia, noor = desk.person("mia", writes=("WEB",)), desk.person("noor")
    issue = mia.opens("WEB", "Checkout")
    comment = mia.comments(issue, naming(desk, noor))
    mia.comments(issue, "Hello @noor")

    mia.edits_comment(comment, naming(desk, noor, "Hello again"))
    mia.edits_comment(comment, naming(desk, mia))

    assert told(desk, issue) == ["noor"]


def test_a_mention_in_a_document_is_read_by_its_account_wherever_jira_shows_it():
    node = {"type": "mention", "attrs": {"id": "712020:1"}}
    text = {"version": 1, "type": "doc", "content": [{"type": "paragraph", "content": [node]}]}

    assert (plain(text), wiki_of(text)) == ("@712020:1", "[~accountid:712020:1]")
    assert mentioned(text) == mentioned(wiki_of(text)) == {"712020:1"}
