"""The findings as SARIF: kept to the standard's schema, and to what code scanning asks for beyond it."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from msgspec.structs import replace as replaced

from connectors.scanning import OutOfReach
from rules.engine import Crash, catalogue
from rules.policy import Owned, Policy, Specificity, Team
from rules.rule import Severity
from service.extent import Extent
from service.own_rules.expression_rules import rule_of
from service.reports import sarif_results
from service.reports.sarif import MOST_NOTICES, render
from service.saved import Skipped
from tests.drawing import TODAY, Drawing, ref
from tests.sarif import run_of
from tests.service.reports.drawn import hostile, report_on, waiting
from tests.service.speech.hostility import HOSTILE

SHOP, WEB = "https://jira.acme.example/jira/browse/SHOP-1", "https://github.com/acme/web/issues/12"


def told(report):
    return run_of("".join(render(report)))


def addressed(drawing, **urls):
    """The drawing with pages of its issues: ``SHOP_1="https://..."``."""
    for name, url in urls.items():
        text = {"web": "acme/web#12"}.get(name, name.replace("_", "-"))
        facts = drawing.facts[text]
        drawing.facts[text] = replace(facts, issue=replace(facts.issue, url=url))
    return drawing


def across():
    """SHOP-1 of Jira waits on an issue of GitHub, and on an outside supplier."""
    drawing = (
        Drawing().issue("SHOP-1", planned=True).open("acme/web#12").waits("SHOP-1", "acme/web#12", "vendor:Stripe")
    )
    return addressed(drawing, SHOP_1=SHOP, web=WEB)


def places_of(run):
    """Every place of a run's results."""
    return [place for one in run["results"] for place in (*one["locations"], *one["relatedLocations"])]


def pages_of(run):
    """The addresses that readers of the standard make of them."""
    found = [place["physicalLocation"]["artifactLocation"] for place in places_of(run)]
    bases = run["originalUriBaseIds"]
    return {urljoin(bases[one["uriBaseId"]]["uri"], one["uri"]) for one in found if one["uriBaseId"] in bases}


def test_a_finding_is_a_result_at_its_issue_beside_what_it_waits_on():
    run = told(report_on(across()))

    [first, _] = [one for one in run["results"] if one["ruleId"] == "DT101"]
    assert first["message"]["text"].startswith(
        "SHOP-1: waits on acme/web#12 (acme/web) and no fallback is declared. To "
    )
    assert (first["kind"], first["level"], first["suppressions"]) == ("fail", "error", [])
    [place] = first["locations"]
    assert place["logicalLocations"] == [{"name": "SHOP-1", "fullyQualifiedName": "jira/acme/SHOP-1", "kind": "issue"}]
    assert place["message"]["text"] == "Title of SHOP-1"
    [blocker] = first["relatedLocations"]
    assert blocker["logicalLocations"][0]["fullyQualifiedName"] == "github/acme/acme/web#12"
    assert first["properties"]["url"] == SHOP


def test_each_place_leads_to_its_issue_and_no_address_is_one_that_code_scanning_refuses():
    run = told(report_on(across()))

    assert pages_of(run) == {SHOP, WEB}
    for place in places_of(run):
        page = place["physicalLocation"]
        assert not urlsplit(page["artifactLocation"]["uri"]).scheme
        assert page["region"] == {"startLine": 1}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_keeps_to_the_schema_and_leads_nowhere(text):
    run = told(report_on(hostile(text)))

    assert run["originalUriBaseIds"] == {}
    assert run["results"]
    for one in run["results"]:
        for message in (one["message"], *(place.get("message", {"text": ""}) for place in one["relatedLocations"])):
            assert "](" not in message["text"]
            assert not re.search(r"(?<!\{)\{(\{\{)*[0-9]", message["text"])


@pytest.mark.parametrize("text", ["{0}", "[click](https://evil.example)", "{{0}}"])
def test_titles_are_neither_placeholders_nor_links(text):
    drawing = waiting()
    facts = drawing.facts["SHOP-1"]
    drawing.facts["SHOP-1"] = replace(facts, issue=replace(facts.issue, title=text))

    [place, *_] = [one["locations"][0] for one in told(report_on(drawing))["results"]]

    said = place["message"]["text"]
    assert said.replace("{{", "{").replace("}}", "}").replace("] (", "](") == text
    assert said != text


@pytest.mark.parametrize(
    ("severity", "kind", "level"),
    [
        (Severity.ERROR, "fail", "error"),
        (Severity.WARNING, "fail", "warning"),
        (Severity.INFO, "fail", "note"),
        (Severity.REPORT, "informational", "none"),
    ],
)
def test_a_severity_is_a_level_and_what_is_only_reported_is_no_failure(severity, kind, level):
    drawing = Drawing(Policy(severity={"missing-fallback": str(severity)}))
    drawing.issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")

    [one] = [one for one in told(report_on(drawing))["results"] if one["ruleId"] == "DT101"]

    assert (one["kind"], one["level"]) == (kind, level)


def test_every_rule_that_was_run_is_there_with_its_documentation_and_results_point_at_it():
    own = rule_of("ACME101", "frozen-blocker", Severity.ERROR, "link.across", "waits on frozen work", "thaw it")
    drawing = Drawing(Policy(own_rules=(own,))).issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")

    run = told(report_on(drawing))

    rules = run["tool"]["driver"]["rules"]
    by_default = [rule for rule in catalogue() if rule.by_default]
    assert [rule["id"] for rule in rules] == [rule.code for rule in (*by_default, own)]
    assert {rule["id"] for rule in rules} > {"DT101", "ACME101"}
    assert all("## How to resolve" in rule["help"]["markdown"] for rule in rules)
    assert all(
        0 < len(rule[text]["text"]) <= 1024 for rule in rules for text in ("shortDescription", "fullDescription")
    )
    assert rules[0]["fullDescription"]["text"] != rules[0]["shortDescription"]["text"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert "ACME101" in {one["ruleId"] for one in run["results"]}


def test_a_finding_has_the_fingerprint_of_its_key_whatever_is_said_of_it():
    before, after = report_on(waiting()), report_on(waiting().needs("SHOP-1", by=TODAY + timedelta(days=300)))

    one, other = (
        [found for found in told(report)["results"] if found["ruleId"] == "DT101"] for report in (before, after)
    )

    assert [found["partialFingerprints"] for found in one] == [found["partialFingerprints"] for found in other]
    assert [found["partialFingerprints"]["findingKey/v1"] for found in one] == [
        "DT101:jira/acme/SHOP-1:jira/acme/PAY-1",
        "DT101:jira/acme/SHOP-2:jira/acme/PAY-1",
    ]
    assert len({found["partialFingerprints"]["primaryLocationLineHash"] for found in one}) == 2


def test_what_a_baseline_knew_is_unchanged_and_without_one_nothing_is_said_of_it():
    [first, *_] = report_on(waiting()).audit.findings

    states = {
        one["partialFingerprints"]["findingKey/v1"]: one["baselineState"]
        for one in told(report_on(waiting(), known=[first.key]))["results"]
    }

    assert states.pop(first.key) == "unchanged"
    assert set(states.values()) == {"new"}
    assert {one["baselineState"] for one in told(report_on(waiting(), known=[]))["results"]} == {"new"}
    assert not any("baselineState" in one for one in told(report_on(waiting()))["results"])


def test_an_accepted_risk_is_suppressed_with_its_reason():
    [waived] = [one for one in told(report_on(waiting()))["results"] if one["suppressions"]]

    [suppression] = waived["suppressions"]
    assert (suppression["kind"], suppression["status"], suppression["justification"]) == (
        "external",
        "accepted",
        "small",
    )
    assert waived["partialFingerprints"]["findingKey/v1"].startswith("DT101:jira/acme/SHOP-2:")


@pytest.mark.parametrize(
    ("drawing", "level", "status"),
    [
        (waiting(), Severity.ERROR, 1),
        (Drawing().open("SHOP-1"), Severity.REPORT, 0),
        (Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"), Severity.ERROR, 0),
        (Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"), Severity.REPORT, 1),
    ],
)
def test_the_run_tells_its_exit_status(drawing, level, status):
    [invocation] = told(report_on(drawing, fail_on=level))["invocations"]

    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, status)
    assert str(level) in invocation["exitCodeDescription"]


def test_a_crash_is_an_error_by_which_the_run_failed_and_what_was_not_read_a_warning():
    report = report_on(waiting())
    skipped = tuple(Skipped(f"issues.json, line {line}", "JSON is malformed") for line in range(MOST_NOTICES + 5))
    audit = replace(report.audit, crashes=(Crash("DT101", "missing-fallback", "ValueError: {0}"),), skipped=skipped)

    [invocation] = told(replace(report, audit=audit))["invocations"]

    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    crash, *warnings = invocation["toolExecutionNotifications"]
    assert (crash["level"], crash["associatedRule"]["id"]) == ("error", "DT101")
    assert {one["level"] for one in warnings} == {"warning"}
    assert len(warnings) == MOST_NOTICES + 1
    assert warnings[-1]["message"]["text"].endswith("5 more")


def test_a_site_that_was_not_read_to_the_end_fails_the_run():
    closed = OutOfReach(container="acme/vault", reason="issues are switched off")
    good, bad = Extent(site="jira/acme", full=True, issues=3), Extent(site="github/acme", failed="HTTP 401")
    report = report_on(Drawing().open("SHOP-1"))

    found = [
        told(replace(report, audit=replace(report.audit, extents=extents)))["invocations"][0]
        for extents in ((replaced(good, out_of_reach=(closed,)),), (good, bad))
    ]

    assert [(one["executionSuccessful"], one["exitCode"]) for one in found] == [(True, 0), (False, 2)]
    levels = [[notice["level"] for notice in one["toolExecutionNotifications"]] for one in found]
    assert levels == [["note", "warning"], ["note", "error"]]


def test_audits_of_the_same_sites_replace_each_other_and_those_of_others_or_of_one_team_do_not():
    report = report_on(waiting())

    ids = [
        told(replace(report, audit=replace(report.audit, sites=sites, team=team)))["automationDetails"]["id"]
        for sites, team in ((("jira/acme",), ""), (("github/acme", "jira/acme"), ""), (("jira/acme",), "shop"))
    ]

    assert ids == [
        "detour/jira/acme/2026-11-23",
        "detour/github/acme+jira/acme/2026-11-23",
        "detour/jira/acme/shop/2026-11-23",
    ]


def test_a_ring_names_so_many_of_its_issues(monkeypatch):
    monkeypatch.setattr(sarif_results, "MOST_RELATED", 3)
    drawing = Drawing().open(*(f"{team}-1" for team in "ABCDEF"))
    for one, other in zip("ABCDEF", "BCDEFA", strict=True):
        drawing.waits(f"{one}-1", f"{other}-1")

    [ring] = [one for one in told(report_on(drawing))["results"] if one["ruleId"] == "DT401"]

    assert [place["id"] for place in ring["relatedLocations"]] == [1, 2, 3]


def test_teams_and_projects_have_places_too():
    shop = Team("shop", "Shop", (Owned(Specificity.CONTAINER, "SHOP", "jira"),))
    policy = Policy(teams=(shop,), settings={"no-integrator": {"teams": 1}})
    drawing = Drawing(policy).open("SHOP-1", "OPS-1", "WEB-1").waits("OPS-1", "SHOP-1").waits("WEB-1", "SHOP-1")

    places = {one["ruleId"]: one["locations"][0] for one in told(report_on(drawing))["results"]}

    [asked], [unowned] = (places[code]["logicalLocations"] for code in ("DT504", "DT505"))
    assert asked == {"name": "shop", "fullyQualifiedName": "team/shop", "kind": "team"}
    assert unowned == {"name": "WEB", "fullyQualifiedName": "jira/acme/WEB", "kind": "project"}
    assert places["DT504"]["physicalLocation"]["artifactLocation"] == {"uri": "team/shop", "uriBaseId": "trackers"}


def test_nothing_found_is_a_log_without_results():
    assert told(report_on(Drawing().open("SHOP-1")))["results"] == []


def test_results_are_written_as_they_come():
    report = report_on(waiting())

    parts = list(render(report))

    assert len(parts) == len(report.audit.findings) + len(report.accepted) + 2
    assert ref("SHOP-1").text in parts[1]
