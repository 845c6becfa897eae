"""What the README and the pages beside it name is there."""

import re
import tomllib
from pathlib import Path

import pytest

from rules.advice.table import TABLE, Model
from rules.engine import catalogue
from rules.text import read
from rules.text.passages import Passage
from rules.text.sayings import NearMiss, Refused
from service.cli import COMMANDS
from service.settings import Settings
from service.settings.policy_table import PolicyTable
from service.settings.problems import Shape

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DEMANDS = (ROOT / "rules" / "demands.md").read_text("utf-8")
RULES = {rule.name for rule in catalogue()}
WORDS = {"REF": "PAY-311", "DATE": "2026-12-01", "REASON": "it pays"}


def rows(text):
    """The cells of the tables in a text."""
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line[:2] == "| "]


def answers():
    """What stands as code in the right column, and what in italics is advice."""
    return [(name, kind) for _, answer in rows(DEMANDS)[2:] for kind, name in re.findall(r"([`*])([^`*]+)[`*]", answer)]


def is_rule(name):
    return name in RULES


def is_command(name):
    return name.startswith("detour ") and name.removeprefix("detour ") in COMMANDS


def is_setting(name):
    key = tuple(name.split("."))
    return Shape.at(key, Settings).field is not None and len(key) > 1


def is_said(name):
    """Whether the grammar understands it as it stands, apart from what stands for a ref, a day or a reason."""
    text = re.sub("|".join(WORDS), lambda word: WORDS[word[0]], name)
    said = read([Passage(text)], comment=True)
    return bool(said) and not any(isinstance(saying, NearMiss | Refused) for saying in said)


def is_there(name):
    return any(kind(name) for kind in (is_rule, is_command, is_setting, is_said))


@pytest.mark.parametrize("name", [name for name, kind in answers() if kind == "`"])
def test_what_answers_a_demand_is_a_rule_a_command_a_statement_or_a_setting(name):
    assert is_there(name)


@pytest.mark.parametrize("name", ["missing-fall", "detour dance", "policy.advice.pair", "Fallback for REF", "teams"])
def test_what_is_none_of_these_is_noticed(name):
    assert not is_there(name)


def test_every_rule_answers_a_demand():
    assert {name for name, _ in answers()} >= RULES


def test_every_way_of_working_together_answers_a_demand():
    assert {name for name, kind in answers() if kind == "*"} == {model.value for model in Model}


def test_the_readme_has_the_decision_table_row_by_row():
    section = README.partition("## Advice and costs")[2].partition("\n## ")[0]

    assert [advice.partition(",")[0] for _, advice in rows(section)[2:]] == [row.model.value for row in TABLE]


def test_the_readme_lists_every_rule_and_every_command():
    found, does = README.partition("## What it finds")[2], README.partition("## Commands")[2]

    assert {f"{name.strip('*')}" for name, *_ in rows(found) if name.strip("*") in RULES} == RULES
    assert {words[1] for first, *_ in rows(does) if len(words := first.strip("`").split()) > 1} >= set(COMMANDS)


def test_the_policy_that_the_readme_shows_can_be_meant():
    example = README.partition("## Configuration")[2].partition("```toml\n")[2].partition("```")[0]

    policy = PolicyTable.model_validate(tomllib.loads(example)["policy"])

    assert (policy.advice.practices, policy.assumptions.people) == (("security", "accessibility", "performance"), 3)
