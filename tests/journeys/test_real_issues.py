"""The findings on thousands of real issues agree with a second computation, and planted false fallbacks are found."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from service.audit import audit
from service.saved import SavedIssues
from service.settings import load
from tests.journeys.second_opinion import Opinion, by_component, by_project

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "data" / "jira" / "issues"
SUBSET = FOLDER / "tidev_dependency_subset.jsonl.gz"
ARCHIVE = FOLDER / "tidev_titanium_issues.jsonl.gz"
TEAMS = Path(__file__).with_name("tidev-teams.toml")
COMPUTED = {"DT101", "DT102", "DT103", "DT104", "DT105", "DT106", "DT306", "DT401", "DT404"}
"""What the second computation knows of."""
VIEWS = {"projects as teams": (None, by_project), "teams by component": (TEAMS, by_component)}

pytestmark = pytest.mark.skipif(not SUBSET.exists(), reason=f"the recorded issues are not at {FOLDER}")


def documents(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def detour(path, config):
    settings = load(config, {})
    return audit(SavedIssues(settings, [path]), settings, as_of=date(2026, 11, 23))


def as_tuples(findings):
    found = set()
    for finding in findings:
        if finding.code not in COMPUTED:
            continue
        blocker = finding.links[0].blocker.ref.text if finding.code != "DT401" else None
        ticket = finding.ticket.ref.text if finding.ticket is not None else None
        found.add((finding.code, str(finding.severity), finding.issue.ref.text, blocker, ticket))
    return found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("path", [SUBSET, ARCHIVE], ids=["subset", "archive"])
def test_the_findings_on_real_issues_agree_with_a_second_computation(path, view):
    config, team_of = VIEWS[view]

    found = detour(path, config)

    assert not found.crashes
    assert not found.skipped
    expected = Opinion(documents(path), team_of).findings()
    assert as_tuples(found.findings) == expected
    assert len(expected) >= 7


def planted(folder):
    """A copy of the real issues with a fallback of every kind beside real open links across projects."""
    copy = {document["key"]: document for document in documents(SUBSET)}
    plans = {
        # ALOY-566 waits on TIMOB-13068: a real own ticket, beside one of the blocker's project.
        "ALOY-566": ["Fallback: ALOY-617", "Fallback for TIMOB-13068: TIMOB-12867"],
        # ALOY-1294 waits on TIMOB-19815: an own ticket that waits on the blocker's project.
        "ALOY-1294": ["Fallback: ALOY-1117"],
        "ALOY-1117": ["Depends on TIMOB-20378"],
        # ALOY-1054 waits on TISTUD-6684: an own ticket that waits on a third project; a closed one; none at all.
        "ALOY-1054": ["Fallback: ALOY-1117", "Fallback for TISTUD-6684: ALOY-402", "Fallback: ALOY-99999"],
        # TIMOB-15181 waits on TISTUD-4078: itself, and the blocker.
        "TIMOB-15181": ["Fallback: TIMOB-15181", "Fallback for TISTUD-4078: TISTUD-4078"],
        # TIMOB-23345 waits on TIDOC-2517: fallbacks that vouch for each other.
        "TIMOB-23345": ["Fallback: TIMOB-12802"],
        "TIMOB-12802": ["Depends on ALOY-617", "Fallback for ALOY-617: TIMOB-12868"],
        "TIMOB-12868": ["Depends on ALOY-617", "Fallback for ALOY-617: TIMOB-12802"],
        # ALOY-681 waits on the dropped TIMOB-14071: a fallback that stands answers it.
        "ALOY-681": ["Fallback: ALOY-617"],
    }
    for key, lines in plans.items():
        fields = copy[key]["fields"]
        fields["description"] = "\n".join([*lines, "", fields["description"] or ""])
    path = folder / "planted.jsonl"
    path.write_text("\n".join(json.dumps(document) for document in copy.values()), encoding="utf-8")
    return path


@pytest.mark.parametrize("view", VIEWS)
def test_false_fallbacks_planted_among_real_issues_are_found_and_true_ones_are_silent(tmp_path, view):
    config, team_of = VIEWS[view]
    path = planted(tmp_path)

    found = as_tuples(detour(path, config).findings)

    assert found == Opinion([json.loads(line) for line in path.read_text().splitlines()], team_of).findings()
    assert {"DT102", "DT103", "DT104", "DT105", "DT106"} <= {code for code, *_ in found}
    assert ("DT306", "ALOY-681") not in {(code, issue) for code, _, issue, *_ in found}
