from datetime import date, timedelta

import pytest

from rules.checks.away_team_overstays import AwayTeamOverstays
from rules.model import State
from rules.rule import Severity
from rules.statements import FallbackKind
from tests.drawing import TODAY, Drawing

RULE = "away-team-overstays"
DAY = timedelta(days=1)


def waiting(issue=State.OPEN):
    return Drawing().issue("SHOP-1", issue).open("PAY-1").waits("SHOP-1", "PAY-1")


def away(ticket=State.OPEN, *, issue=State.OPEN, kind=FallbackKind.AWAY_TEAM, migration=None, **need):
    drawing = waiting(issue).issue("SHOP-2", ticket)
    drawing.fallback("SHOP-1", "SHOP-2", kind=kind, migration=migration)
    return drawing.needs("SHOP-1", away_team=True, **need)


@pytest.mark.parametrize(("until", "found"), [(TODAY - DAY, 1), (TODAY, 0), (None, 0)])
def test_the_day_on_which_it_was_to_be_back_is_its_last(until, found):
    assert len(away(away_until=until, guide="@pia").findings(RULE)) == found


def test_a_guide_is_named():
    [finding] = away(away_until=TODAY).findings(RULE)

    assert finding.message == "the away team on SHOP-2 has no guide"
    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)


def test_both_are_told_at_once():
    [finding] = away(away_until=TODAY - DAY).findings(RULE)

    assert finding.message == "the away team on SHOP-2 was to be back on 22 Nov 2026 and has no guide"


@pytest.mark.parametrize(("until", "guide", "found"), [(TODAY, "@noor", 0), (TODAY - DAY, "@noor", 1), (None, "", 1)])
def test_guide_and_end_may_stand_where_the_asked_team_wrote_its_answer(until, guide, found):
    drawing = waiting().open("SHOP-2").fallback("SHOP-1", "SHOP-2", kind=FallbackKind.AWAY_TEAM)

    assert len(drawing.needs("PAY-1", away_team=True, away_until=until, guide=guide).findings(RULE)) == found


def test_what_the_issue_that_sent_it_tells_counts_first():
    drawing = away(away_until=TODAY, guide="@pia").needs("PAY-1", away_team=True, away_until=TODAY - DAY)

    assert drawing.findings(RULE) == []


def test_that_one_may_come_sends_none():
    assert waiting().needs("PAY-1", away_team=True, away_until=TODAY - DAY).findings(RULE) == []


@pytest.mark.parametrize("ticket", [State.DONE, State.DROPPED])
def test_one_that_is_back_needs_neither(ticket):
    assert away(ticket).findings(RULE) == []


def test_a_yes_without_a_kind_sends_one_too():
    assert len(away(kind=FallbackKind.OTHER).findings(RULE)) == 1


def test_a_yes_without_a_fallback_sends_one_for_as_long_as_the_issue_waits():
    sent, back = waiting().needs("SHOP-1", away_team=True), waiting().needs("SHOP-1", away_team=True)

    [finding] = sent.findings(RULE)

    assert finding.message == "the away team on SHOP-1 has no guide"
    assert back.issue("PAY-1", State.DONE).findings(RULE) == []


def test_where_one_fallback_is_the_away_teams_the_others_are_not():
    drawing = away(State.DONE).open("SHOP-3").fallback("SHOP-1", "SHOP-3", kind=FallbackKind.HACK)

    assert drawing.findings(RULE) == []


@pytest.mark.parametrize("answer", [None, False])
def test_other_fallbacks_stay_at_home(answer):
    drawing = waiting().open("SHOP-2").fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK)

    assert drawing.needs("SHOP-1", away_team=answer).findings(RULE) == []


def test_it_outlasts_its_link():
    assert len(away().issue("PAY-1", State.DONE).findings(RULE)) == 1


def test_of_a_closed_issue_only_reports_speak_unless_a_migration_is_open():
    closed, replaced = away(issue=State.DONE), away(issue=State.DONE, migration="SHOP-3").open("SHOP-3")

    [on_issue], [on_migration] = closed.findings(RULE), replaced.findings(RULE)

    assert (on_issue.issue.ref.text, on_issue.severity) == ("SHOP-1", Severity.REPORT)
    assert (on_migration.issue.ref.text, on_migration.severity) == ("SHOP-3", Severity.WARNING)


def test_a_waiver_accepts_that_it_stays():
    assert away().waiver("SHOP-1", until=TODAY, rule=RULE).findings(RULE) == []


def test_several_are_one_finding_with_one_key():
    drawing = away().open("SHOP-3").fallback("SHOP-1", "SHOP-3", kind=FallbackKind.AWAY_TEAM)

    [finding] = drawing.findings(RULE)

    assert finding.message == "the away team on SHOP-2 and SHOP-3 has no guide"
    assert finding.key == away().findings(RULE)[0].key


def test_the_day_on_which_it_overstays_is_foreseen():
    graph = away(away_until=TODAY + DAY, guide="@pia").graph()

    assert list(AwayTeamOverstays().check(graph)) == []
    assert date.fromordinal(graph.next_change) == TODAY + 2 * DAY
