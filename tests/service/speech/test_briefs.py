"""What stands on a blocker: whole examples under ``approved/need-brief/``, and laws.

After a change of wording read the examples anew: ``RENEW_APPROVED=1 .venv/bin/pytest tests/service/speech`` writes
them, and ``git diff`` shows what readers will notice.
"""

import json
import os
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.passages import passages
from rules.model import DateSource, State
from rules.policy import Policy
from rules.statements import Cost, Source
from rules.text import read
from service.speech import adf, markdown, wiki
from service.speech.briefs import briefs_for
from service.speech.comments import Operator
from service.speech.remarks import Tone
from tests.adf import needs_schema, validator
from tests.drawing import TODAY, ref
from tests.exploring import DEAR
from tests.service.speech.hostility import HOSTILE, hostile_office
from tests.service.speech.office import ACME, OPERATOR, Office, waiting
from tests.service.speech.reading import said, said_outside_summaries, shown_by_adf, shown_by_markdown, shown_by_wiki
from tests.service.speech.test_comments import APPROVED
from tests.service.speech.test_digests import changed, neighbours, offices
from tests.service.speech.test_markdown import assert_nothing_alive, structure
from tests.service.speech.test_rendering import readable

CHRISTMAS = date(2026, 12, 24)


def asked_once():
    return waiting("PAY-1", needed_by=CHRISTMAS, needed_from=DateSource.DUE_DATE)


def asked_by_several():
    """By three teams, one of them on GitHub and one out of sight; it is understood, and an away team may come."""
    office = asked_once().needs("SHOP-1", because="the launch hangs on it")
    office.fallback("SHOP-1", "SHOP-2", against="PAY-1", cost=Cost(3, 1, 2))
    office.issue("acme/shop#7").waits("acme/shop#7", "PAY-1")
    office.issue("OPS-2", planned=True).waits("OPS-2", "PAY-1").fallback("OPS-2", "OPS-1", cost=Cost(build=4))
    office.issue("QA-1", needed_by=CHRISTMAS + timedelta(days=1)).waits("QA-1", "PAY-1", source=Source.DESCRIPTION)
    return office.understood("PAY-1").needs("PAY-1", away_team=True, guide="@noor", away_until=date(2026, 12, 1))


def asked_by(count):
    """By so many, a day after the other."""
    office = Office(ACME).issue("PAY-1")
    for number in range(1, count + 1):
        key = f"SHOP-{number}"
        office.issue(key, planned=True, needed_by=CHRISTMAS + timedelta(days=number)).waits(key, "PAY-1")
    return office


def asked_by_a_crowd():
    return asked_by(23)


def asked_by_hostile_issues():
    text = "[x](https://evil.example) @octocat #1 {color:red} <img src=x> `"
    office = hostile_office(text).needs("SHOP-1", because=f"because {text}")
    return office.needs("PAY-1", away_team=True, guide=text)


def out_of_sight():
    office = Office(replace(ACME, visibility=())).issue("SHOP-1", planned=True).issue("PAY-1")
    return office.waits("SHOP-1", "PAY-1", source=Source.DESCRIPTION)


def asked_in_secret():
    """By a planned issue that gives a reason, a day and a plan B, of which readers may know nothing."""
    office = out_of_sight().needs("SHOP-1", because="of the secret launch", by=CHRISTMAS)
    return office.issue("SHOP-2").fallback("SHOP-1", "SHOP-2", cost=Cost(3, 1, 2))


EXAMPLES = {
    "once": asked_once,
    "secret": asked_in_secret,
    "several": asked_by_several,
    "crowd": asked_by_a_crowd,
    "hostile": asked_by_hostile_issues,
}
MARKUPS = {"md": markdown.render, "adf.json": adf.render, "wiki": wiki.render}


def briefs(office, **options):
    options.setdefault("operator", OPERATOR)
    found = briefs_for(office.graph(), office.assembled(), **options)
    return {issue.text: remark for issue, remark in found.items()}


def brief(office, text="PAY-1", **options):
    return briefs(office, **options)[text]


def shown(office, text="PAY-1"):
    return markdown.render(brief(office, text).document)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_brief_reads_as_it_was_approved(name, markup):
    written = readable(MARKUPS[markup](brief(EXAMPLES[name]()).document))

    path = APPROVED / "need-brief" / f"{name}.{markup}"
    if os.environ.get("RENEW_APPROVED"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_every_approved_brief_has_its_example():
    files = {path.name for path in (APPROVED / "need-brief").iterdir()}

    assert files == {f"{name}.{markup}" for name in EXAMPLES for markup in MARKUPS}


@needs_schema
@pytest.mark.parametrize("drawn", EXAMPLES.values(), ids=EXAMPLES)
def test_a_brief_is_a_valid_document_of_jira_cloud(drawn):
    assert not list(validator().iter_errors(json.loads(adf.render(brief(drawn()).document))))


@pytest.mark.parametrize("drawn", EXAMPLES.values(), ids=EXAMPLES)
def test_a_brief_says_the_same_on_every_tracker(drawn):
    document = brief(drawn()).document

    assert shown_by_markdown(markdown.render(document)) == said_outside_summaries(document.blocks)
    assert shown_by_adf(adf.render(document)) == shown_by_wiki(wiki.render(document)) == said(document)


@pytest.mark.parametrize("word", ["still", "must", "wrong", "fail", "violat"])
def test_no_brief_nags_or_blames(word):
    assert not [name for name, drawn in EXAMPLES.items() if word in shown(drawn()).lower()]


@needs_schema
@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_hostile_issues_ask_stays_text_on_every_tracker(hostile):
    documents = []
    for text in (hostile, "Peace"):
        office = hostile_office(text).needs("SHOP-1", because=text).needs("PAY-1", away_team=True, guide=text)
        documents.append(brief(office, operator=Operator(text)).document)
    asked, calm = documents

    assert_nothing_alive(markdown.render(asked))
    assert structure(markdown.render(asked)) == structure(markdown.render(calm))
    assert not list(validator().iter_errors(json.loads(adf.render(asked))))
    assert read(passages(wiki.render(asked)), comment=True) == []
    assert read(passages(json.loads(adf.render(asked))), comment=True) == []


def test_five_hundred_who_ask_are_some_rows_and_a_number():
    few, many = shown(asked_by(20)), shown(asked_by(500))

    assert many.startswith("**500 issues of other teams wait on this, the first needed by 25 Dec 2026.**")
    assert many.count("needed by") == few.count("needed by") == 1 + 20
    assert "and 480 more on [this issue's page]" in many
    assert "more on [this issue's page]" not in few
    assert len(wiki.render(brief(asked_by(500)).document)) < wiki.LONGEST_BODY / 2


def test_where_not_all_fits_it_is_told_how_to_answer_all_the_same():
    office = asked_by(30).titled("{" * 200)
    for number in range(1, 31):
        office.needs(f"SHOP-{number}", because="{" * 200)

    written = wiki.render(brief(office).document)

    assert "There is more than fits into a comment." in written
    assert "/detour understood" in unescape(written)


def test_the_most_urgent_come_first_then_what_is_planned_then_by_ref():
    office = Office(ACME).issue("PAY-1").open("SHOP-5", "SHOP-4").issue("SHOP-6", planned=True)
    office.issue("SHOP-8", needed_by=CHRISTMAS).issue("SHOP-7", needed_by=TODAY)
    for key in ("SHOP-4", "SHOP-5", "SHOP-6", "SHOP-7", "SHOP-8"):
        office.waits(key, "PAY-1")

    written = shown(office)

    places = [written.index(f"- [`{key}`]") for key in ("SHOP-7", "SHOP-8", "SHOP-6", "SHOP-4", "SHOP-5")]
    assert places == sorted(places)


def test_an_epic_tells_why_and_when_its_stories_are_needed():
    office = waiting("PAY-1").issue("SHOP-9", needed_by=CHRISTMAS).needs("SHOP-9", because="the law changes")
    office.part("SHOP-1", "SHOP-9")

    assert "needed by 24 Dec 2026 (its parent's date), because `the law changes`" in shown(office)


def test_a_reason_that_its_readers_may_not_know_is_not_told():
    office = waiting("PAY-1").needs("SHOP-1", because="of the secret launch")
    office.policy = replace(ACME, visibility=())

    assert "- [`SHOP-1`](https://acme.atlassian.net/browse/SHOP-1) (Shop): no day is named. It has" in shown(office)


def test_of_several_fallbacks_the_one_that_is_soonest_built_is_told():
    office = asked_once().open("SHOP-7").fallback("SHOP-1", "SHOP-7").fallback("SHOP-1", "SHOP-2", cost=Cost(build=9))
    office.fallback("SHOP-1", "SHOP-3", cost=Cost(build=2))

    assert "Its plan B is [`SHOP-3`](https://acme.atlassian.net/browse/SHOP-3): build 2d." in shown(office)


def test_a_fallback_that_is_none_is_not_told():
    assert "It has no plan B." in shown(asked_once().fallback("SHOP-1", "PAY-1"))


def test_one_fallback_for_several_who_ask_is_paid_once():
    office = asked_once().issue("SHOP-4", planned=True).waits("SHOP-4", "PAY-1")
    for key, ticket, cost in (("SHOP-1", "SHOP-2", Cost(3)), ("SHOP-4", "SHOP-2", Cost(3))):
        office.fallback(key, ticket, cost=cost)
    once = shown(office)

    office.issue("SHOP-5", planned=True).waits("SHOP-5", "PAY-1").fallback("SHOP-5", "SHOP-3", cost=Cost(0.5, 2))
    twice = shown(office)

    assert "Together" not in once
    assert "Together their plan Bs cost: build 3.5d, keep 2d a month.\n" in twice


def test_costs_that_nobody_told_are_not_counted_as_nothing():
    office = asked_by_several().issue("SHOP-4", planned=True).waits("SHOP-4", "PAY-1").fallback("SHOP-4", "SHOP-3")

    assert "cost: build 7d, keep 1d a month, remove 2d, as far as 2 of 3 say so." in shown(office)


def test_a_no_to_an_away_team_is_told():
    assert "An away team is not possible.\n" in shown(asked_once().needs("PAY-1", away_team=False))


def test_an_issue_that_waits_itself_tells_of_its_own_away_team_and_not_of_an_answer():
    office = asked_once().waits("PAY-1", "OPS-1").needs("PAY-1", away_team=True)

    assert "An away team" not in shown(office)


def unplanned():
    return Office(ACME).open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1")


def unplanned_and_unseen():
    office = Office(replace(ACME, visibility=())).open("SHOP-1", "PAY-1")
    return office.waits("SHOP-1", "PAY-1", source=Source.DESCRIPTION)


@pytest.mark.parametrize(
    ("drawn", "tone"),
    [
        (unplanned, Tone.LISTED),
        (unplanned_and_unseen, Tone.LISTED),
        (asked_once, Tone.ASKED),
        (out_of_sight, Tone.ASKED),
    ],
)
def test_what_is_planned_begins_a_brief_whoever_may_know_of_it(drawn, tone):
    assert brief(drawn()).tone is tone


def test_who_asks_out_of_sight_is_neither_named_nor_quoted():
    for render in MARKUPS.values():
        written = render(brief(asked_in_secret()).document)
        assert "n issue in another project waits on this, needed by 24 Dec 2026" in written
        assert not [word for word in ("SHOP", "Shop", "secret", "Pay by invoice", "Write invoices") if word in written]


def all_unseen(*costs):
    """So many planned issues that readers may not know of, each with a plan B of that cost, or with none."""
    office = Office(replace(ACME, visibility=())).issue("PAY-1")
    for number, cost in enumerate(costs, 10):
        office.issue(f"SHOP-{number}", planned=True).waits(f"SHOP-{number}", "PAY-1", source=Source.DESCRIPTION)
        if cost is not None:
            office.issue(f"SHOP-{number}0").fallback(f"SHOP-{number}", f"SHOP-{number}0", cost=cost)
    return office


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ([None], "- 1 issue in another project. It has no plan B.\n"),
        ([Cost(build=3)], "- 1 issue in another project. It has a plan B: build 3d.\n"),
        ([Cost()], "- 1 issue in another project. It has a plan B: nobody has said what it costs.\n"),
        ([None, None], "- 2 issues in other projects. None of them has a plan B.\n"),
        ([Cost(), None], "- 2 issues in other projects. 1 of them has no plan B.\n"),
        ([Cost(), None, None], "- 3 issues in other projects. 2 of them have no plan B.\n"),
        (
            [Cost(3), Cost(4)],
            "- 2 issues in other projects. All of them have a plan B.\n\nTogether their plan Bs cost: build 7d",
        ),
    ],
)
def test_of_who_asks_out_of_sight_figures_are_told(costs, told):
    assert told in shown(all_unseen(*costs))


def test_another_cost_or_plan_b_of_who_asks_out_of_sight_is_told():
    drawn = [(None,), (Cost(),), (Cost(3),), (None, None), (Cost(), None), (Cost(), Cost()), (Cost(3), Cost(3))]
    digests = {brief(all_unseen(*costs)).digest for costs in drawn}

    assert len(digests) == len(drawn)


def inside_one_team():
    return Office(ACME).issue("PAY-2", planned=True).issue("PAY-1").waits("PAY-2", "PAY-1")


def asked_by_what_is_closed():
    return Office(ACME).issue("SHOP-1", State.DONE, planned=True).issue("PAY-1").waits("SHOP-1", "PAY-1")


def asked_by_what_was_not_read():
    return Office(ACME).issue("PAY-1").waits("SHOP-404", "PAY-1", by="PAY-1")


def not_read():
    return waiting().waits("SHOP-1", "PAY-404")


@pytest.mark.parametrize("drawn", [inside_one_team, asked_by_what_is_closed, asked_by_what_was_not_read, not_read])
def test_where_no_other_team_asks_there_is_no_brief(drawn):
    assert briefs(drawn()) == {}


def test_only_issues_that_are_judged_get_one():
    office = asked_once()
    graph, assembled = office.graph(), office.assembled()
    graph._inside[:] = False

    assert briefs_for(graph, assembled) == {}
    assert briefs_for(graph, assembled, said_on=[ref("PAY-1")]) == {}


@pytest.mark.parametrize(
    ("state", "says"), [(State.OPEN, "no other team waits on this now"), (State.DONE, "this issue is closed")]
)
def test_where_nobody_asks_any_more_it_folds_to_one_line_and_no_event(state, says):
    office = Office(ACME).issue("PAY-1", state)

    remark = brief(office, said_on=[ref("PAY-1")])

    assert (remark.tone, remark.events) == (Tone.FOLDED, frozenset())
    assert markdown.render(remark.document).startswith(f"**Settled:** {says}. More on [its page](")


def test_a_dropped_blocker_is_asked_for_no_more():
    office = waiting().issue("PAY-1", State.DROPPED).waits("SHOP-1", "PAY-1")

    assert briefs(office) == {}
    assert brief(office, said_on=[ref("PAY-1")]).tone is Tone.FOLDED


def test_each_who_asks_is_an_event_also_one_that_is_not_told_by_name():
    assert brief(asked_by_several()).events == {
        "ask:jira/acme:SHOP-1",
        "ask:jira/acme:OPS-2",
        "ask:jira/acme:QA-1",
        "ask:github/acme:acme/shop#7",
    }


@DEAR
@given(offices(), st.data())
def test_with_one_digest_goes_one_brief(office, data):
    """Whatever changes in the organisation: where the digest is the same, so is every letter of the brief."""
    other = data.draw(neighbours(office))
    said_on = [ref(key) for key in office.facts]

    before, after = briefs(office, said_on=said_on), briefs(other, said_on=said_on)

    same = [one for one in before.keys() & after.keys() if before[one].digest == after[one].digest]
    assert [after[one].document for one in same] == [before[one].document for one in same]


@DEAR
@given(offices())
def test_a_title_changes_no_digest(office):
    other = changed(office).titled("retitled")

    digests = [{key: one.digest for key, one in briefs(drawn).items()} for drawn in (office, other)]
    assert digests[0] == digests[1]


NEXT_DAY = CHRISTMAS + timedelta(days=1)
TOLD_APART = {
    "another day": lambda: waiting("PAY-1", needed_by=NEXT_DAY, needed_from=DateSource.DUE_DATE),
    "another source of the day": lambda: waiting("PAY-1", needed_by=CHRISTMAS, needed_from=DateSource.SPRINT),
    "a reason": lambda: asked_once().needs("SHOP-1", because="the law changes"),
    "a fallback": lambda: asked_once().fallback("SHOP-1", "SHOP-2"),
    "another who asks": lambda: asked_once().issue("OPS-2").waits("OPS-2", "PAY-1"),
    "another out of sight": lambda: asked_once().issue("QA-1").waits("QA-1", "PAY-1", source=Source.DESCRIPTION),
    "it is understood": lambda: asked_once().understood("PAY-1"),
    "an away team may come": lambda: asked_once().needs("PAY-1", away_team=True),
    "an away team may not come": lambda: asked_once().needs("PAY-1", away_team=False),
}


@pytest.mark.parametrize("other", TOLD_APART.values(), ids=TOLD_APART)
def test_what_tells_something_else_has_another_digest(other):
    before, after = brief(asked_once()), brief(other())

    assert before.document != after.document
    assert before.digest != after.digest


def test_a_cost_that_changes_is_told():
    [before, after] = (
        brief(asked_once().fallback("SHOP-1", "SHOP-2", cost=cost)) for cost in (Cost(build=2), Cost(build=3))
    )

    assert before.digest != after.digest


def test_teams_are_told_as_far_as_somebody_configured_them():
    office = asked_once()
    office.policy = Policy(visibility=(("jira:*",),))

    assert shown(office).startswith("**[`SHOP-1`](https://acme.atlassian.net/browse/SHOP-1) waits on this, needed by")
