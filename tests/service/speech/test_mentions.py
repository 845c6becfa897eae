"""Whom a comment mentions: the assignees on the day to decide by, and nobody else ever.

After a change of wording ``RENEW_APPROVED=1`` writes ``approved/time-to-decide`` anew, as for ``test_comments``.
"""

import json
import os
from dataclasses import replace
from datetime import timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import State
from rules.statements import Cost
from service.speech import adf, markdown, wiki
from service.speech.document import Document, Mention, Paragraph, Quoted, Words
from service.speech.mentions import Mentioning, call, called_in, calling
from service.speech.plain import CHAT
from service.speech.remarks import remarks_for
from tests.adf import needs_schema, validator
from tests.drawing import TODAY, ref
from tests.service.speech.hostility import HOSTILE
from tests.service.speech.office import ACME, OPERATOR, Office
from tests.service.speech.reading import nodes_of
from tests.service.speech.test_comments import APPROVED

DAY = timedelta(days=1)
PLAIN = frozenset(f"{ascii_letters}{digits}._@:-")
MINE = Mentioning(assignees=True, automation=frozenset({"github:@renovate", "jira:robot"}))
CALLING = replace(OPERATOR, mentioning=MINE)
EXAMPLES = {
    "github.md": ("acme/shop#7", ("github:@mia", "github:@noor"), markdown.render),
    "jira-cloud.adf.json": ("SHOP-1", ("jira:712020:11f06c30-aa43-4b04",), adf.render),
    "jira-data-center.wiki": ("SHOP-1", ("jira:mia",), wiki.render),
}


def deciding(issue="SHOP-1", *assignees, day=TODAY, blocker=State.OPEN, due=None):
    """An issue on which it is time for the fallback, by the day to decide by."""
    at, ticket = ("acme/ledger#12", "acme/shop#8") if "#" in issue else ("PAY-1", "SHOP-2")
    office = (
        Office(ACME).issue(issue, planned=True, assignees=assignees).issue(at, blocker, needed_by=due).issue(ticket)
    )
    office.waits(issue, at).needs(issue, decide_by=day)
    return office.fallback(issue, ticket, against=at, cost=Cost(3, 1, 2))


def remark(office, issue="SHOP-1", operator=CALLING, **options):
    """What would be stored of the issue, by two rules; ``None`` if nothing would be."""
    found = [finding for rule in ("fallback-not-started", "missing-fallback") for finding in office.findings(rule)]
    return remarks_for(office.graph(), found, office.assembled(), operator=operator, **options).get(ref(issue))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_comment_at_decide_by_reads_as_it_was_approved(name):
    issue, assignees, render = EXAMPLES[name]
    path = APPROVED / "time-to-decide" / name

    written = render(remark(deciding(issue, *assignees), issue).document)

    shown = json.dumps(json.loads(written), ensure_ascii=False, indent=1) + "\n" if name.endswith("json") else written
    if os.environ.get("RENEW_APPROVED"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@needs_schema
def test_a_mention_is_valid_by_atlassians_schema():
    document = remark(deciding("SHOP-1", "jira:712020:11f06c30")).document

    written = json.loads(adf.render(document))

    assert not list(validator().iter_errors(written))
    assert [node["attrs"] for node in nodes_of(json.dumps(written)) if node["type"] == "mention"] == [
        {"id": "712020:11f06c30"}
    ]


def test_the_assignees_are_mentioned_when_it_is_time_to_decide_and_the_event_says_so():
    found = remark(deciding("SHOP-1", "jira:mia"))

    assert called_in(found.document) == ("mia",)
    assert found.calls == found.events == {"DT108:jira/acme/SHOP-1:jira/acme/PAY-1:jira/acme/SHOP-2"}


def test_other_reasons_to_begin_a_fallback_and_other_rules_mention_nobody():
    dropped = deciding("SHOP-1", "jira:mia", blocker=State.DROPPED)
    late = deciding("SHOP-1", "jira:mia", day=TODAY + 9 * DAY, due=TODAY - DAY)
    missing = deciding("SHOP-1", "jira:mia", day=TODAY + 9 * DAY).open("PAY-2").waits("SHOP-1", "PAY-2")

    found = [remark(office) for office in (dropped, late, missing)]

    assert [{event[:5] for event in one.events} for one in found] == [{"DT108"}, {"DT108"}, {"DT101"}]
    assert [(one.calls, called_in(one.document)) for one in found] == [(frozenset(), ())] * 3


def test_where_another_rule_speaks_too_the_event_of_the_day_alone_calls():
    found = remark(deciding("SHOP-1", "jira:mia").open("PAY-2").waits("SHOP-1", "PAY-2"))

    assert {event[:5] for event in found.events} == {"DT101", "DT108"}
    assert [event[:5] for event in found.calls] == ["DT108"]


def test_where_that_rule_may_not_begin_a_comment_nobody_is_mentioned_in_one():
    office = deciding("SHOP-1", "jira:mia").open("PAY-2").waits("SHOP-1", "PAY-2")

    found = remark(office, speaking=["missing-fallback"])

    assert (found.calls, called_in(found.document)) == (frozenset(), ())
    assert remark(deciding("SHOP-1", "jira:mia"), speaking=["missing-fallback"]) is None


@pytest.mark.parametrize(
    ("issue", "assignees", "mentioned"),
    [
        ("acme/shop#7", ("github:@mia", "github:@noor"), ("mia", "noor")),
        ("acme/shop#7", ("github:@renovate", "github:@renovate[bot]", "github:@mia"), ("mia",)),
        ("acme/shop#7", ("github:@dependabot[bot]", "github:@-x", "github:@" + "a" * 40), ()),
        ("acme/shop#7", ("github:@acme/everyone", "github:@mia noor", "github:@mia\n", "jira:mia"), ()),
        ("acme/shop#7", ("github:@mia_acme", "github:@noor-k_acme1"), ("mia_acme", "noor-k_acme1")),
        ("acme/shop#7", ("github:@_mia", "github:@mia_", "github:@m_a_acme", "github:@mia_acme_inc"), ()),
        ("acme/shop#7", (), ()),
        ("SHOP-1", ("jira:712020:11f06c30",), ("712020:11f06c30",)),
        ("SHOP-1", ("jira:mia@acme.example",), ("mia@acme.example",)),
        ("SHOP-1", ("jira:mia_acme",), ("mia_acme",)),
        ("SHOP-1", ("jira:712020:11f06c30", "jira:mia"), ("712020:11f06c30",)),
        ("SHOP-1", ("jira:712020:11f06c30", "jira:robot"), ()),
        ("SHOP-1", ("jira:robot",), ()),
        ("SHOP-1", ("jira:mia] {code}", "jira:mia"), ()),
        ("SHOP-1", ("jira:mia|x",), ()),
        ("SHOP-1", ("jira:mía",), ()),
    ],
)
def test_only_people_whose_account_is_a_plain_one_are_mentioned(issue, assignees, mentioned):
    document = remark(deciding(issue, *assignees), issue).document

    assert called_in(document) == mentioned
    assert "assigned" in markdown.render(document) or not mentioned


def test_nobody_is_mentioned_unless_it_is_wanted():
    document = remark(deciding("SHOP-1", "jira:mia"), operator=OPERATOR).document

    assert called_in(document) == ()
    assert "assigned" not in markdown.render(document)


def test_what_a_comment_tells_is_the_same_whoever_is_mentioned():
    mine, theirs, nobodys = (remark(deciding("SHOP-1", *one)) for one in (("jira:mia",), ("jira:noor",), ()))
    silent = remark(deciding("SHOP-1", "jira:mia"), operator=OPERATOR)

    assert len({found.digest for found in (mine, theirs, nobodys, silent)}) == 1
    assert len({found.says for found in (mine, theirs, nobodys, silent)}) == 1


def test_a_document_may_be_given_other_accounts_or_none():
    document = remark(deciding("acme/shop#7", "github:@mia", "github:@noor"), "acme/shop#7").document

    assert called_in(calling(document, ["noor"])) == ("noor",)
    assert calling(document, called_in(document)) == document
    assert calling(document, []) == remark(deciding("acme/shop#7"), "acme/shop#7").document
    assert calling(calling(document, []), ["mia"]) == calling(document, [])


def test_whoever_is_called_is_named_as_each_tracker_does_it():
    document = Document((call(["mia", "noor", "zoe"]),))

    assert markdown.render(document) == "This issue is assigned to @mia, @noor and @zoe.\n"
    assert wiki.render(document) == "This issue is assigned to [~mia], [~noor] and [~zoe].\n"
    assert wiki.render(Document((call(["712020:11f0"]),))) == "This issue is assigned to [~accountid:712020:11f0].\n"
    assert [node.get("attrs", {}).get("id") or node.get("text") for node in nodes_of(adf.render(document))][2:] == [
        "This issue is assigned to ", "mia", ", ", "noor", " and ", "zoe", "."
    ]  # fmt: skip


def test_in_a_chat_nobody_is_called():
    assert CHAT.document(Document((call(["mia@acme.example"]),))) == (
        "This issue is assigned to `mia＠acme[.]example`.\n"  # noqa: RUF001
    )


def alone(account):
    return Document((Paragraph((Words("so "), Mention(account))),))


@pytest.mark.parametrize("hostile", [text for text in HOSTILE if not set(text) <= PLAIN or len(text) > 128])
def test_what_is_no_account_is_text_of_others(hostile):
    others = Document((Paragraph((Words("so "), Quoted(Mention(hostile).shown))),))

    for render in (markdown.render, adf.render, wiki.render):
        assert render(alone(hostile)) == render(others)
    assert "mention" not in adf.render(alone(hostile))
    assert "[~" not in wiki.render(alone(hostile))


@given(st.text(alphabet="aZ09-_.@:/[]~|{}`\\ \n#<>", max_size=50))
def test_only_letters_digits_and_what_names_are_made_of_are_ever_mentioned(account):
    shown = [render(alone(account)) for render in (markdown.render, adf.render, wiki.render)]

    if not set(account) <= PLAIN:
        assert [shown[0].startswith("so @"), "mention" in shown[1], "[~" in shown[2]] == [False] * 3
    if not set(account) <= PLAIN - set("._@:"):
        assert not shown[0].startswith("so @")


@pytest.mark.parametrize(
    ("blocker", "day", "due"),
    [
        (State.OPEN, TODAY, None),
        (State.OPEN, TODAY, TODAY - DAY),
        (State.DROPPED, TODAY, None),
        (State.OPEN, TODAY + DAY, TODAY - DAY),
    ],
)
def test_a_comment_mentions_somebody_where_it_says_that_the_day_has_come(blocker, day, due):
    found = remark(deciding("SHOP-1", "jira:mia", day=day, blocker=blocker, due=due))

    assert ("the day to decide by" in markdown.render(found.document)) is bool(called_in(found.document))
