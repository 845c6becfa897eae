"""Own rules in the configuration: what they mean, where they may be named, and what is said of wrong ones."""

import os
from pathlib import Path

import pytest

from rules.engine import rules_of, selected
from rules.rule import Severity
from service.own_rules.installed import NONE
from service.pipeline.decisions import Decisions
from service.settings import SettingsError, check, load

RULE = """
[[policy.rules]]
code = "ACME101"
name = "frozen-project"
severity = "error"
expression = 'blocker.container == "jira:OLD"'
message = "this waits on a project that is frozen"
action = "ask for it in its successor"
"""
OTHER = RULE.replace("ACME101", "ACME102").replace("frozen-project", "hacks-are-over")


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "detour.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def policy(file):
    return lambda text: load(file(text), installed=NONE).policy()


def severity_of(policy):
    [rule] = policy.own_rules
    return rule.severity


def is_on(policy):
    return "ACME101" in {one.rule.code for one in selected(policy)}


def test_a_table_is_a_rule(policy):
    [rule] = policy(RULE).own_rules

    assert (rule.code, rule.name, rule.severity) == ("ACME101", "frozen-project", Severity.ERROR)
    assert (rule.message, rule.action) == ("this waits on a project that is frozen", "ask for it in its successor")
    assert is_on(policy(RULE))


def test_what_may_be_left_out_is_filled(policy):
    lines = [line for line in RULE.splitlines() if not line.startswith(("severity", "message", "action"))]

    assert severity_of(policy("\n".join(lines))) is Severity.WARNING


@pytest.mark.parametrize("word", ["ACME101", "acme101", "frozen-project", "Frozen-Project"])
def test_it_is_named_like_any_rule(policy, word):
    assert not is_on(policy(f'[policy]\nignore = ["{word}"]\n{RULE}'))
    assert is_on(policy(f'[policy]\nselect = ["{word}"]\n{RULE}'))
    assert policy(f'[policy]\nseverity = {{ "{word}" = "info" }}\n{RULE}').severity == {"frozen-project": "info"}
    teams = f'[teams.pay]\n[policy.teams.pay]\nignore = ["{word}"]\n{RULE}'
    assert policy(teams).team_rules["pay"].ignore == {"ACME101"}


def test_comments_and_waivers_may_name_it(file):
    waiver = (
        '[[policy.waivers]]\nissue = "PAY-1"\nuntil = 2026-12-01\nbecause = "x"\nby = "Ada"\nrule = "frozen-project"\n'
    )

    settings = load(file(f'[comments]\nrules = ["frozen-project"]\n{RULE}{waiver}'), installed=NONE)

    assert settings.comments.rules == ("ACME101",)
    assert settings.policy_table.waivers[0].rule == "ACME101"


def test_the_environment_may_write_one():
    environment = {
        "DETOUR_POLICY__RULES__0__CODE": "ACME101",
        "DETOUR_POLICY__RULES__0__NAME": "frozen-project",
        "DETOUR_POLICY__RULES__0__EXPRESSION": 'blocker.team in ["old", "older"]',
        "DETOUR_POLICY__IGNORE": "frozen_project",
    }

    policy = load(None, environment, NONE).policy()

    assert [rule.code for rule in policy.own_rules] == ["ACME101"]
    assert policy.ignore == {"ACME101"}


def test_rules_stand_behind_detours_own_by_code(policy):
    assert [rule.code for rule in rules_of(policy(OTHER + RULE))][-2:] == ["ACME101", "ACME102"]


WRONG = {
    "an unknown name": RULE.replace("blocker.container", "blocker.containr"),
    "a number beside a text": RULE.replace('== "jira:OLD"', "== 7"),
    "one equals sign": RULE.replace("==", "="),
    "no question": RULE.replace(' == "jira:OLD"', ""),
    "a broken regular expression": RULE.replace(' == "jira:OLD"', '.matches("(OLD")'),
    "a huge expression": RULE.replace("jira:OLD", "x" * 2000),
    "a deep expression": RULE.replace("'blocker.container == \"jira:OLD\"'", f'"{"(" * 40}true{")" * 40}"'),
    "a code of Detour": RULE.replace("ACME101", "DT101"),
    "a name of Detour": RULE.replace("frozen-project", "missing-fallback"),
    "a word of Detour": RULE.replace("frozen-project", "need-brief"),
    "a name of one word": RULE.replace("frozen-project", "Frozen"),
    "the same rule twice": RULE + RULE,
    "no code": RULE.replace('code = "ACME101"\n', ""),
    "no expression": "[[policy.rules]]\ncode = 'ACME101'\nname = 'frozen-project'\n",
    "an unknown severity": RULE.replace('"error"', '"fatal"'),
    "a long message": RULE.replace("is frozen", "is frozen" * 30),
    "an unknown key": RULE + 'when = "x"',
    "settings": f"[policy.settings.frozen-project]\ndays = 3\n{RULE}",
    "a misspelt name elsewhere": f'[policy]\nignore = ["frozen-projct"]\n{RULE}',
    "the right name elsewhere": f'[comments]\nrules = ["frozen-project"]\n{RULE.replace("==", "=")}',
}
APPROVED = Path(__file__).with_name("own_rules_refused.txt")


def test_what_is_wrong_with_a_rule_is_told_as_it_was_approved(file):
    told = []
    for case, text in WRONG.items():
        with pytest.raises(SettingsError) as caught:
            load(file(text), installed=NONE)
        lines = [line.replace(f"{file(text)}: ", "") for line in caught.value.problems]
        told.append("\n".join([f"# {case}", *lines]))

    written = "\n\n".join(told) + "\n"
    if os.environ.get("RENEW_APPROVED"):
        APPROVED.write_text(written, "utf-8")
    assert written == APPROVED.read_text("utf-8")


def test_a_changed_expression_judges_all_anew(file):
    def digest(text):
        return Decisions(load(file(text), installed=NONE)).digest

    assert digest(RULE) == digest(RULE)
    assert len({digest(text) for text in ("", RULE, RULE.replace("OLD", "NEW"), RULE.replace("error", "info"))}) == 4


def test_the_summary_lists_it(file):
    assert "  ACME101 frozen-project (error)" in check(file(RULE)).splitlines()
    assert "  off: ACME101 frozen-project (error)" in check(file(f'[policy]\nignore = ["ACME101"]{RULE}')).splitlines()
