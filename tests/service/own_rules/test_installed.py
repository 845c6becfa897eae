"""Rules of installed packages: they are rules like any other, and what is wrong with one is told before it runs."""

import json

import pytest

from rules.engine import catalogue, run, selected
from rules.rule import Rule
from service.own_rules.installed import NONE, installed_rules
from service.pipeline.decisions import Decisions
from service.settings import SettingsError, load
from service.settings.rule_words import names_of
from tests.drawing import Drawing
from tests.service.own_rules.packages import MODULE

GOOD = {"unassigned": "BlockerUnassigned"}


def found():
    return installed_rules(names_of(catalogue()))


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "detour.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_there_are_none_where_no_package_has_any():
    assert found() == NONE


def test_an_entry_point_is_a_rule(shelf):
    shelf.installs(GOOD)

    [rule] = found().rules

    assert issubclass(rule, Rule)
    assert (rule.code, rule.name, found().packages, found().problems) == (
        "ACME201",
        "blocker-unassigned",
        ("acme-rules 1.2",),
        (),
    )


def test_it_finds_what_it_is_for_with_its_settings(shelf, file):
    shelf.installs(GOOD)
    settings = "[policy.settings.blocker-unassigned]\npeople = 2\n"
    drawing = Drawing().issue("SHOP-1").issue("PAY-1", assignees=("jira:mia",)).waits("SHOP-1", "PAY-1")
    counts = []
    for text in ("", settings, '[policy]\nignore = ["acme201"]\n' + settings):
        drawing.policy = load(file(text)).policy()
        outcome = run(drawing.graph(), selected(drawing.policy))
        counts.append([finding.message for finding in outcome.findings if finding.code == "ACME201"])

    assert counts == [[], ["nobody has PAY-1"], []]


def test_it_is_named_wherever_rules_are(shelf, file):
    shelf.installs(GOOD)
    text = """
    [teams.pay]
    [policy]
    select = ["ACME201"]
    severity = { blocker-unassigned = "error" }
    [policy.teams.pay]
    settings = { blocker-unassigned = { people = 3 } }
    [comments]
    rules = ["blocker-unassigned"]
    """

    settings = load(file(text))

    policy = settings.policy()
    assert [one.rule.code for one in selected(policy)] == ["ACME201"]
    assert policy.severity == {"blocker-unassigned": "error"}
    assert policy.team_rules["pay"].settings == {"blocker-unassigned": {"people": 3}}
    assert settings.comments.rules == ("ACME201",)


def test_explain_tells_its_documentation(shelf, detour):
    shelf.installs(GOOD)

    status, page, _ = detour("explain", "blocker-unassigned")

    assert status == 0
    assert page.startswith(
        "# blocker-unassigned (ACME201)\n\nSeverity: warning; may cause a comment on the issue, where"
    )
    assert "* `people` = 1\n" in page
    assert "ACME201  blocker-unassigned" in detour("explain")[1]


def test_an_audit_has_its_findings(shelf, detour, acme):
    shelf.installs(GOOD)

    _, out, _ = detour("audit", "--from", acme, "--config", acme / "detour.toml", "--format", "json")

    assert "ACME201" in {finding["code"] for finding in json.loads(out)["findings"]}


def test_another_version_of_the_package_judges_all_anew(shelf, file):
    path = file("")
    alone = Decisions(load(path)).digest
    shelf.installs(GOOD)
    first = Decisions(load(path)).digest
    (shelf.folder / "acme_rules-1.2.dist-info").rename(shelf.folder / "acme_rules-1.3.dist-info")
    about = shelf.folder / "acme_rules-1.3.dist-info" / "METADATA"
    about.write_text(about.read_text().replace("1.2", "1.3"))

    assert len({alone, first, Decisions(load(path)).digest}) == 3


@pytest.mark.parametrize(
    ("meant", "old", "new", "said"),
    [
        ("Absent", "", "", "cannot be loaded: AttributeError: module 'acme_rules' has no attribute 'Absent'; mend the"),
        ("BlockerUnassigned", "NO_RULE = 5", "1 / 0", "cannot be loaded: ZeroDivisionError: division by zero; mend"),
        ("NO_RULE", "", "", "should name a subclass of rules.rule.Rule that has a check"),
        ("Unfinished", "", "", "should name a subclass of rules.rule.Rule that has a check"),
        ("BlockerUnassigned", 'code = "ACME201"', "", "code should be two to ten capital letters and three digits"),
        ("BlockerUnassigned", "ACME201", "DT901", "code should be two to ten capital letters and three digits, such"),
        ("BlockerUnassigned", "blocker-unassigned", "deep-chain", "name is the name of DT403 already: take another"),
        ("BlockerUnassigned", "Severity.WARNING", '"warning"', "severity should be one of rules.rule.Severity"),
        ("BlockerUnassigned", "## Why is this bad", "## Why", "its docstring should have the sections ## What it does"),
        ("BlockerUnassigned", "people: int = 1", "people: int", "should be made without arguments, for its fields are"),
        ("BlockerUnassigned", "people: int = 1", 'people: "Absent" = 1', "should be made without arguments, for its f"),
    ],
)
def test_what_is_wrong_with_one_is_told_with_its_package(shelf, file, meant, old, new, said):
    shelf.installs({"point": meant}, MODULE.replace(old, new) if old else MODULE)

    with pytest.raises(SettingsError) as caught:
        load(file(""))

    [line] = caught.value.problems
    assert line.startswith(f"entry point point (acme_rules:{meant}) of acme-rules 1.2: {said}")


def test_two_packages_cannot_have_one_code(shelf):
    shelf.installs(GOOD)
    shelf.installs({"other": "BlockerUnassigned"}, name="acme_rules_too", version="2.0")

    [first, second] = found().problems

    assert first.startswith(
        "entry point unassigned (acme_rules:BlockerUnassigned) of acme-rules 1.2: code is the code "
    )
    assert second.endswith("name is the name of ACME201 already: take another")


def test_the_configurations_own_rules_cannot_take_its_code(shelf, file):
    shelf.installs(GOOD)
    own = '[[policy.rules]]\ncode = "ACME201"\nname = "other-rule"\nexpression = "link.covered"\n'
    path = file(own)

    with pytest.raises(SettingsError) as caught:
        load(path)

    assert caught.value.problems == (
        f"{path}: policy.rules[0].code: is the code of blocker-unassigned already: take another number",
    )
