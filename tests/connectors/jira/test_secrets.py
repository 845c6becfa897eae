"""Whatever goes wrong on the way to a Jira: neither the token nor whose it is stands in an error or a log."""

import logging
import traceback
from base64 import b64encode

import pytest

from connectors.contract import Draft, Facet, Unavailable
from connectors.jira.credentials import JiraCredentials
from connectors.jira.flavors import Cloud, DataCenter
from tests.connectors.jira.asking import ask, jira, touched
from tests.connectors.loopback import loopback

HEADER = b64encode(b"bot@acme.example:canary").decode()
SECRETS = ("canary", "bot@acme.example", HEADER)
DRAFT = Draft("{}", "mark")
ASKED = {
    "read": ("read", [touched("PAY-1", "1", Facet.REMOTE), touched("OLD-1")]),
    "comments": ("comments", jira("PAY-1")),
    "marked": ("marked", jira("PAY-1")),
    "may_write": ("may_write", jira("PAY-1"), "jira:mia"),
    "write": ("put_comment", jira("PAY-1"), DRAFT),
    "edit": ("put_comment", jira("PAY-1"), DRAFT, "7"),
    "delete": ("delete_comment", jira("PAY-1"), "7"),
}
FAILURES = {
    "400": (400, {"errorMessages": ["Bad."]}),
    "401": (401, {}, {"x-seraph-loginreason": "AUTHENTICATED_FAILED"}),
    "403": (403, {"errors": {"comment": "No."}}),
    "429": (429, {}, {"retry-after": "3"}),
    "302": (302, {}, {"location": "http://127.0.0.1:9/login"}),
    "500": (500, {"message": "Sorry."}),
    "no answer": ("slow", 0),
}
NONSENSE = (200, [[{}]])
CASES = {f"{how}, {why}": (asked, answer) for how, asked in ASKED.items() for why, answer in FAILURES.items()}
CASES |= {f"{how}, another shape": (asked, NONSENSE) for how, asked in ASKED.items() if how != "delete"}


class Always(dict):
    """The same answer to everything."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def get(self, *_):
        return self.answer


@pytest.mark.parametrize("flavor", [Cloud(), DataCenter()], ids=["cloud", "datacenter"])
@pytest.mark.parametrize(("asked", "answer"), CASES.values(), ids=CASES)
def test_no_failure_tells_the_token_or_whose_it_is(caplog, flavor, asked, answer):
    caplog.set_level(logging.DEBUG)
    with loopback(Always(answer)) as (url, requests), pytest.raises(Unavailable) as caught:
        ask(*asked, url=url, flavor=flavor)

    told = "".join([*traceback.format_exception(caught.value), repr(caught.value), caplog.text])
    assert requests
    assert [secret for secret in SECRETS if secret in told] == []


def test_credentials_do_not_show_themselves():
    shown = repr(JiraCredentials("canary", "bot@acme.example"))

    assert [secret for secret in SECRETS if secret in shown] == []
