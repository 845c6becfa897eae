"""The action audits as its inputs say, and nothing that comes from outside is ever a part of a script."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "deploy" / "action"
DOCUMENT = yaml.safe_load((ACTION / "action.yml").read_text())
STEPS = DOCUMENT["runs"]["steps"]
INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
ACME = ROOT / "tests" / "acme"
EXPLORE = pytest.mark.skipif(not os.environ.get("DETOUR_EXPLORE"), reason="it installs everything: DETOUR_EXPLORE=1")


class Runner:
    """Runs the steps of the action as GitHub's runner does, in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.temp, self.place = folder, folder / "temp", folder / "workspace"
        self.temp.mkdir()
        self.place.mkdir()
        self.said = ""

    def has_detour(self):
        """Detour is installed already, as after a first use of the action in a job."""
        (self.temp / "detour").symlink_to(Path(sys.executable).parents[1])

    def runs(self, **inputs):
        """The exit status of the last step that ran."""
        given = {name: one.get("default", "") for name, one in DOCUMENT["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        for step in STEPS:
            status = self._run(step, given)
            if status:
                break
        return status

    def _run(self, step, given):
        files = {name: str(self.folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "RUNNER_TEMP": str(self.temp)} | files
        environment |= {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "SSL_", "HTTP"))}
        environment |= {name: INPUT.sub(lambda found: given[found[1]], value) for name, value in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            env=environment | {"GITHUB_ACTION_PATH": str(ACTION)},
            cwd=self.place,
            capture_output=True,
            text=True,
            check=False,
        )
        self.said += done.stdout + done.stderr
        return done.returncode

    @property
    def outputs(self):
        lines = (self.folder / "GITHUB_OUTPUT").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def summary(self):
        file = self.folder / "GITHUB_STEP_SUMMARY"
        return file.read_text() if file.exists() else ""


@pytest.fixture
def runner(tmp_path):
    return Runner(tmp_path)


@pytest.fixture
def ready(runner):
    runner.has_detour()
    return runner


def test_the_action_is_one_by_the_schema_of_actions():
    check = Path(sys.executable).parent / "check-jsonschema"

    subprocess.run([check, "--builtin-schema", "vendor.github-actions", ACTION / "action.yml"], check=True)


def test_no_expression_stands_in_a_script_and_every_input_reaches_one():
    scripts = "".join((ACTION / name).read_text() for name in ("install", "audit"))
    named = [INPUT.fullmatch(value) for step in STEPS for value in step["env"].values()]

    assert not any("${{" in step["run"] for step in STEPS)
    assert "${{" not in scripts
    assert {found[1] for found in named} == set(DOCUMENT["inputs"])
    assert {name for step in STEPS for name in step["env"]} == set(re.findall(r"INPUT_[A-Z_]+[A-Z]", scripts))


def test_saved_issues_are_audited_told_in_the_summary_and_kept_in_two_formats(ready):
    saved = f"{ACME}/github.json\n{ACME}/jira.json\n"

    status = ready.runs(**{"from": saved}, config=f"{ACME}/detour.toml", sarif="a.sarif")

    assert (status, ready.outputs["status"]) == (1, "1")
    found = json.loads((ready.place / ready.outputs["report"]).read_text())["findings"]
    log = json.loads((ready.place / ready.outputs["sarif"]).read_text())
    assert found
    assert len(log["runs"][0]["results"]) >= len(found)
    assert all(one["name"] in ready.summary for one in found if one["severity"] == "error")
    # What an issue says does not speak to the runner.
    [begins, *_, ends] = [line for line in ready.said.splitlines() if line.startswith("::")]
    assert begins.removeprefix("::stop-commands::") == ends.strip(":")


def test_what_a_baseline_knows_fails_nothing_and_findings_only_where_that_is_wanted(ready):
    saved = {"from": str(ACME), "config": f"{ACME}/detour.toml"}
    never = ready.runs(**saved, fail_on="never", summary="false")
    silent = ready.summary
    known = ready.runs(**saved, baseline=ready.outputs["report"], output="second")

    assert (never, silent, known, ready.outputs["status"]) == (0, "", 0, "0")


def test_no_input_is_ever_more_than_a_value(ready):
    """A shell makes its words before it runs anything, so that one run with all of them tells."""
    text = "$(touch pwned)\"; touch pwned; \"`touch pwned`'; touch pwned; '"

    assert ready.runs(**dict.fromkeys(DOCUMENT["inputs"], text) | {"python": "python3"}) == 2
    assert list(ready.place.iterdir()) == []


def test_no_value_is_taken_for_an_option_or_an_output(ready):
    text = "--sarif\n--output=pwned\nstatus=0"

    assert ready.runs(**dict.fromkeys(("from", "site", "team", "baseline"), text)) == 2
    assert ready.outputs == {"status": "2"}
    assert ready.runs(**{"from": str(ACME)}, output=text) == 2
    assert list(ready.place.iterdir()) == []


def test_an_older_python_is_refused_with_what_to_do(runner):
    assert runner.runs(python="false") == 2
    assert "actions/setup-python" in runner.said


@EXPLORE
def test_it_installs_itself_out_of_its_checkout(runner):
    assert runner.runs(**{"from": str(ACME)}, fail_on="never", python=sys.executable) == 0
