"""The README's examples of own rules do what it says of them."""

import re
from pathlib import Path

import pytest

from rules.engine import run, selected
from service.settings import load
from tests.drawing import Drawing

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
SECTION = README[README.index("## Rules of your own") : README.index("## Beside GitHub and Jira")]


def example(language):
    """The one example in a language."""
    [found] = re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    return found


@pytest.fixture
def policy(tmp_path, shelf):
    """The policy of an organisation that took both examples as they are, and of a setting."""

    def of(more=""):
        path = tmp_path / "detour.toml"
        path.write_text(example("toml") + more)
        [point] = re.findall(r'# ([\w-]+) = "acme_rules:(\w+)"', example("python"))
        if not list(shelf.folder.iterdir()):
            shelf.installs(dict([point]), example("python"))
        return load(path).policy()

    return of


def found(drawing, policy):
    drawing.policy = policy
    outcome = run(drawing.graph(), selected(policy))
    assert not outcome.crashes
    own = [finding for finding in outcome.findings if finding.code.startswith("ACME")]
    return {(finding.name, finding.issue.ref.text, finding.links[0].blocker.ref.text) for finding in own}


def test_they_find_what_they_say(policy):
    drawing = Drawing().open("SHOP-1", "SHOP-2", "SHOP-8", "OLD-1").issue("PAY-1", labels=("frozen",))
    drawing.issue("SHOP-9", assignees=("jira:mia",)).open("PAY-2", "PAY-3")
    drawing.waits("SHOP-1", "OLD-1", "PAY-1", "PAY-2", "PAY-3")
    drawing.fallback("SHOP-1", "SHOP-8", against="PAY-2").fallback("SHOP-1", "SHOP-9", against="PAY-3")
    frozen = {("frozen-project", "SHOP-1", blocker) for blocker in ("OLD-1", "PAY-1")}
    bare = {("fallback-unassigned", "SHOP-1", "PAY-2")}

    assert found(drawing, policy()) == frozen | bare
    setting = "[policy.settings.fallback-unassigned]\npeople = 2\n"
    assert found(drawing, policy(setting)) == frozen | bare | {("fallback-unassigned", "SHOP-1", "PAY-3")}
