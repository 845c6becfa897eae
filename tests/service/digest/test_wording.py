"""A digest as a chat shows it."""

from datetime import date

import pytest

from service.digest.news import news_of
from service.digest.wording import LISTED, Reader, digest_of
from service.speech.agenda import Occasion
from service.speech.comments import UNNAMED, Operator
from service.speech.document import Quoted, Words
from service.speech.markers import Role
from service.speech.plain import CHAT
from service.speech.remarks import Tone
from service.store.noise import Noise
from tests.service.digest.team import FOLDED, day, issue, remark
from tests.service.speech.hostility import HOSTILE

MONDAY, NEXT = date(2026, 11, 23), date(2026, 11, 30)
WEB = Reader("web", "Web", 10)
PAGES = Operator(public_url="https://detour.acme.example")


def told(*issues, known=(), operator=UNNAMED, noise=(0, 0), reader=WEB):
    before = {one: frozenset(events) for one, events in dict(known).items()}
    counts = dict(zip((Noise.COMMENT, Noise.EDIT), noise, strict=True))
    return CHAT.document(digest_of(news_of(issues, before, MONDAY, NEXT), reader, counts, operator))


def test_a_week_with_everything_in_it():
    settled = issue(5)
    settled.remarks[Role.VERDICT] = remark(tone=Tone.FOLDED, document=FOLDED)
    waiver = day(date(2026, 11, 29), "last day of the waiver", occasion=Occasion.WAIVER_ENDS)
    issues = [
        issue(1, "a", held="a"),
        issue(2, "b"),
        issue(3, agenda=[day(date(2026, 11, 24)), waiver]),
        settled,
    ]

    text = told(*issues, known={5: "e"}, operator=PAGES, noise=(10, 1))

    assert (
        text
        == """*What changed for Web*.

*Told here, for the day's budget was spent (1)*

- `WEB-1` `Checkout`: *This waits on `PAY-1`.* Name a plan B. https://detour.acme.example/issues/jira/acme/WEB-1

*Newly in violation (1)*

- `WEB-2` `Checkout`: *This waits on `PAY-1`.* Name a plan B. https://detour.acme.example/issues/jira/acme/WEB-2

*To decide in the coming week (1)*

- 24 Nov: `WEB-3` `Checkout`: decide for a plan B https://detour.acme.example/issues/jira/acme/WEB-3

*Waivers that end then (1)*

- 29 Nov: `WEB-3` `Checkout`: last day of the waiver https://detour.acme.example/issues/jira/acme/WEB-3

*Settled (1)*

- `WEB-5` `Checkout`: *Settled:* WEB-2 stands in. https://detour.acme.example/issues/jira/acme/WEB-5

Since the last digest Detour made 10 new comments and 1 silent edit on the team's issues; \
1 more went over the budget of 10 a day.

All that is known of the team's issues: https://detour.acme.example/teams/web
"""
    )


def test_without_pages_a_row_leads_to_the_issue_and_sections_without_rows_are_left_out():
    text = told(issue(2, "b"))

    assert "https://acme.atlassian.net/browse/WEB-2" in text
    assert [one for one in text.splitlines() if one.startswith("*")] == [
        "*What changed for Web*.",
        "*Newly in violation (1)*",
    ]


def test_a_brief_is_told_as_one():
    asked = issue(1, brief=remark("ask:2", tone=Tone.ASKED), held_brief=["ask:2"])

    assert "- `WEB-1` `Checkout`: who asks for it: *This waits on" in told(asked)


def test_a_long_list_is_cut_and_says_so_and_what_waits_for_the_next_digest_is_counted():
    many = range(1, LISTED + 4)

    fresh, untold = told(*(issue(one, "a") for one in many)), told(*(issue(one, "a", held="a") for one in many))

    assert "*Newly in violation (23)*" in fresh
    assert "and 3 more\n" in fresh
    assert "for the day's budget was spent, and 3 more wait for the next one (20)*" in untold
    assert "; 23 more went over the budget of 10 a day." in untold


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_others_wrote_comes_alive(text):
    dated = day(date(2026, 11, 24), Words("begin "), Quoted(text))

    body = told(issue(1, "a", title=text, agenda=[dated]), reader=Reader("web", text, 10))

    rows = [one for one in body.splitlines() if one]
    assert len(rows) == 6
    assert not set(body) & set("<>@")
    assert body.count("://") == 2  # the row's own links
    assert body.count("`") % 2 == 0
