"""``detour explain``: of Detour's rules, of an organisation's own, and of what these may ask."""

from service.own_rules.vocabulary import TERMS
from tests.service.test_own_rules_settings import RULE


def test_the_configurations_own_rules_are_explained_too(detour, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(RULE)

    status, page, _ = detour("explain", "acme101", "--config", path)

    assert status == 0
    assert page.startswith(
        "# frozen-project (ACME101)\n\nSeverity: error; may cause a comment on the issue, where it is"
    )
    assert '    blocker.container == "jira:OLD"\n' in page
    assert "Ask for it in its successor." in page
    assert detour("explain", "--config", path)[1].endswith("error    This waits on a project that is frozen.\n")


def test_without_their_configuration_they_are_not_known(detour):
    status, _, err = detour("explain", "ACME101")

    assert status == 2
    assert "there is no rule 'ACME101'" in err


def test_a_wrong_configuration_is_refused(detour, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(RULE.replace("==", "="))

    status, _, err = detour("explain", "DT101", "--config", path)

    assert status == 2
    assert "policy.rules[0].expression" in err


def test_every_name_of_an_expression_is_listed_with_its_kind(detour):
    _, out, _ = detour("explain", "expressions")

    lines = {line.split()[0]: line for line in out.splitlines() if line.startswith("  ")}
    assert set(lines) == {term.name for term in TERMS if not term.name.startswith("blocker.")}
    assert "a whole number or null  until it is needed" in lines["blocked.days_left"]
