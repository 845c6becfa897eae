"""What else the pages say is there: configurations that can be meant, workflows that are some, and links that lead."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from service.settings import SettingsError, load
from tests.documents.reading import PAGES, ROOT, anchors, in_language, links

CONFIGURATIONS = [one for one in in_language("toml") if "[project" not in one.text]
WORKFLOWS = [one for one in in_language("yaml") if "jobs:" in one.text]
FRAGMENTS = (
    "is no configured team",
    "is on no connected",
    "needs a mail server",
    "is where people come back",
    "cannot be read",
    "needs PostgreSQL",
)
"""Complaints about an example that shows a part: what it needs beside it stands elsewhere on the page."""


@pytest.mark.parametrize("block", CONFIGURATIONS, ids=lambda block: block.where)
def test_every_key_of_a_configuration_that_is_shown_can_be_meant(block, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(block.text)
    complaints = []
    try:
        load(path, {})
    except SettingsError as error:
        complaints = [one for one in error.problems if not any(part in one for part in FRAGMENTS)]

    assert tomllib.loads(block.text)
    assert complaints == []


@pytest.mark.parametrize("block", WORKFLOWS, ids=lambda block: block.where)
def test_every_workflow_is_one_by_the_schema_of_workflows(block, tmp_path):
    path = tmp_path / "workflow.yml"
    path.write_text(block.text)
    check = Path(sys.executable).parent / "check-jsonschema"

    subprocess.run([check, "--builtin-schema", "vendor.github-workflows", path], check=True)


def test_an_action_of_ours_gets_inputs_that_it_has():
    inputs = yaml.safe_load((ROOT / "deploy" / "action" / "action.yml").read_text())["inputs"]
    steps = [step for one in WORKFLOWS for job in yaml.safe_load(one.text)["jobs"].values() for step in job["steps"]]
    ours = [step for step in steps if "/deploy/action@" in step.get("uses", "")]

    assert ours
    assert {name for step in ours for name in step["with"]} <= inputs.keys()


@pytest.mark.parametrize("block", in_language("json", "yaml"), ids=lambda block: block.where)
def test_other_examples_are_what_they_say(block):
    read = json.loads if block.language == "json" else yaml.safe_load

    assert read(block.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_stands_for_a_name_is_explained_where_it_stands(page):
    text = page.read_text("utf-8")

    assert "OWNER/detour" not in text or "`OWNER` is whose repository on GitHub this tree is in." in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_tree_leads_somewhere(page):
    lost = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        if "://" in path:
            continue
        target = page if not path else (page.parent / path).resolve()
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)

    assert lost == []
