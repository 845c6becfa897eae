import re
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

import pytest

import rules.checks
from rules.engine import catalogue, rule_named, run, selected
from rules.policy import Owned, Policy, Specificity, Team, TeamRules
from rules.rule import Rule, Severity, named
from tests.drawing import TODAY, Drawing

HERE = Path(__file__).parent / "checks"
CODES = [rule.code for rule in catalogue() if rule.by_default]


def test_every_rule_of_the_folder_is_found_in_the_order_of_codes():
    files = {path.stem for path in Path(rules.checks.__file__).parent.glob("*.py")} - {"__init__"}

    assert {rule.name.replace("-", "_") for rule in catalogue()} == files
    codes = [rule.code for rule in catalogue()]

    assert sorted(codes) == codes
    assert len(set(codes)) == len(files)
    assert {"DT101", "DT106", "DT505"} <= set(CODES)


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_one_name_runs_through_a_rules_file_class_and_test(rule):
    words = rule.name.replace("-", "_")

    assert rule.__module__ == f"rules.checks.{words}"
    assert rule.__name__.lower() == words.replace("_", "")
    assert (HERE / f"test_{words}.py").exists()


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_every_rule_says_what_it_does_why_it_is_bad_and_how_to_resolve_it(rule):
    documentation = rule.documentation()

    assert re.findall(r"^## (.+)$", documentation, re.MULTILINE) == [
        "What it does",
        "Why is this bad",
        "How to resolve",
    ]
    assert documentation.splitlines()[0].endswith(".")
    assert fields(rule) is not None


@pytest.mark.parametrize(("word", "code"), [("DT101", "DT101"), ("dt101", "DT101"), ("Missing-Fallback", "DT101")])
def test_a_rule_answers_to_its_code_and_its_name_in_any_case(word, code):
    assert rule_named(word).code == code
    assert rule_named("DT999") is None


@pytest.mark.parametrize(
    ("policy", "codes"),
    [
        (Policy(), CODES),
        (Policy(select=frozenset({"DT101", "dangling-link"})), ["DT101", "DT404"]),
        (Policy(ignore=frozenset({"DT505", "dangling-link"})), [c for c in CODES if c not in {"DT505", "DT404"}]),
        (Policy(select=frozenset()), []),
    ],
)
def test_the_policy_selects_by_code_and_by_name(policy, codes):
    assert [chosen.rule.code for chosen in selected(policy)] == codes


@dataclass(frozen=True, kw_only=True)
class Crashing(Rule):
    """A rule with a fault."""

    code = "DT999"
    name = "crashing"
    severity = Severity.INFO

    def check(self, graph):
        for link in graph.waiting():
            yield self.on_link(link, "found before the fault", "")
            raise LookupError("the fault")


def test_a_rule_that_crashes_is_named_and_hides_no_other_findings():
    graph = Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1").graph()

    outcome = run(graph, [Crashing(), *selected(Policy())])

    [crash] = outcome.crashes
    assert (crash.code, crash.name, crash.error) == ("DT999", "crashing", "LookupError: the fault")
    assert [finding.code for finding in outcome.findings] == ["DT999", "DT101", "DT301"]


def test_a_findings_key_leaves_its_wording_out_and_names_its_ends():
    drawing = Drawing().issue("SHOP-1").open("PAY-1", "PAY-2").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "PAY-2")

    [finding] = drawing.findings()

    assert finding.key == "DT104:jira/acme/SHOP-1:jira/acme/PAY-1:jira/acme/PAY-2"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, ""), (1, "0"), (2, "0 and 1"), (3, "0, 1 and 2"), (9, "0, 1, 2, 3, 4, 5 and 3 more")],
)
def test_several_issues_are_named_in_words(count, words):
    assert named(range(count)) == words


def test_a_finding_whose_words_crash_says_so_and_is_kept():
    [link] = Drawing().issue("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1").graph().waiting()

    finding = Crashing().on_link(link, lambda link: link.absent, "")

    assert finding.message.startswith("crashing (DT999) could not be put in words: AttributeError")


WAITING = (
    Drawing().issue("SHOP-1", planned=True).issue("PAY-1", moved=TODAY - timedelta(days=9)).waits("SHOP-1", "PAY-1")
)
QUIET = "request-gone-quiet"


def of_teams(**decided):
    """What the rule on quiet requests finds where the team of SHOP-1 decided something of it."""
    shop = Team("shop", "Shop", (Owned(Specificity.CONTAINER, "SHOP", "jira"),))
    policy = Policy(teams=(shop,), select=frozenset({QUIET}), team_rules={"shop": TeamRules(**decided)})
    drawing = Drawing(policy)
    drawing.facts = WAITING.facts
    return run(drawing.graph(), selected(policy)).findings


def test_a_team_may_have_thresholds_of_its_own():
    assert len(of_teams(settings={QUIET: {"quiet_days": 7}})) == 1
    assert len(of_teams(settings={QUIET: {"quiet_days": 10}})) == 0


def test_a_team_may_ignore_a_rule():
    assert len(of_teams(settings={QUIET: {"quiet_days": 7}}, ignore=frozenset({"DT304"}))) == 0


def test_a_team_may_take_a_rule_more_seriously():
    [finding] = of_teams(settings={QUIET: {"quiet_days": 7}}, severity={QUIET: "error"})

    assert finding.severity is Severity.ERROR


def test_what_one_team_decided_is_nothing_to_others():
    policy = Policy(select=frozenset({QUIET}), team_rules={"shop": TeamRules(ignore=frozenset({"ALL"}))})
    drawing = Drawing(policy)
    drawing.facts = WAITING.facts

    assert len(run(drawing.graph(TODAY + timedelta(days=9)), selected(policy)).findings) == 1
