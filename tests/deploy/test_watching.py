"""Board and alerts ask for figures that there are, by labels that these have."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from connectors.metering import OUTCOMES
from service.inbox import Tally
from service.metrics import Metrics
from service.store.deliveries import Deliveries, DeliveryState
from service.store.notifications import NotificationState
from service.webhooks import ANSWERS

DEPLOY = Path(__file__).parents[2] / "deploy"
ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
BOARD = DEPLOY / "grafana" / "detour.json"
OTHERS = {"up": {"job"}}
"""What Prometheus itself tells of each process."""
VALUES = {
    ("detour_webhooks_received_total", "outcome"): {*ANSWERS, "gone"},
    ("detour_api_requests_total", "outcome"): set(OUTCOMES),
    ("detour_deliveries", "state"): {one.value for one in DeliveryState},
    ("detour_messages", "state"): {one.value for one in NotificationState},
    ("detour_failing", "state"): {"dead", "tried again"},
    ("detour_lane_age_seconds", "lane"): {"read", "scan", "judge", "review", "speak"},
    ("up", "job"): {"detour"},
}
NAME = re.compile(r"\b(detour_\w+|up)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')


@pytest.fixture(scope="module")
def rules():
    [group] = yaml.safe_load(ALERTS.read_text())["groups"]
    return group["rules"]


@pytest.fixture(scope="module")
def board():
    return json.loads(BOARD.read_text())


@pytest.fixture
def figures(store):
    """The labels of each figure, by its name."""
    metrics = Metrics(store, Tally(), Deliveries(store))
    metrics.received("github/acme", "kept")
    metrics.wrote("github/acme", "comment")
    metrics.asked_again("github/acme")
    metrics.missed("github/acme", 1)
    found = dict(OTHERS)
    for family in metrics._registry.collect():
        labels = set(getattr(family, "_labelnames", ()))
        labels.update(*(sample.labels for sample in family.samples))
        name = f"{family.name}_total" if family.type == "counter" else family.name
        found[f"{name}_info" if family.type == "info" else name] = labels
    return found


def expressions(rules, board):
    """All of them, with where each stands."""
    yield from ((rule["alert"], rule["expr"]) for rule in rules)
    for panel in board["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", ()))


def test_every_figure_and_label_is_there(rules, board, figures):
    asked = [(where, *found) for where, text in expressions(rules, board) for found in NAME.findall(text)]

    assert len(asked) > 40
    for where, name, inside in asked:
        assert name in figures, (where, name)
        for label, how, value in MATCHER.findall(inside):
            assert label in figures[name], (where, name, label)
            meant = set(value.split("|")) if how == "=~" else {value}
            assert meant <= VALUES[name, label], (where, name, label, value)


def test_what_is_grouped_by_is_a_label_of_what_is_counted(rules, board, figures):
    for where, text in expressions(rules, board):
        labels = set().union(*(figures[name] for name, _ in NAME.findall(text)))
        grouped = {label.strip() for inner in re.findall(r"by \(([^)]*)\)", text) for label in inner.split(",")}
        assert grouped <= labels, (where, grouped)


def test_every_expression_is_closed(rules, board):
    for where, text in expressions(rules, board):
        assert text.count("(") == text.count(")"), where
        assert text.count('"') % 2 == 0, where


def test_all_that_detour_tells_of_itself_is_on_the_board(board, figures):
    shown = {name for _, text in expressions([], board) for name, _ in NAME.findall(text)}

    assert sorted(figures.keys() - shown) == []


def test_an_alert_says_what_is_wrong_and_what_to_do(rules):
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["labels"]["severity"] in {"critical", "warning"}, rule
        assert rule["annotations"].keys() == {"summary", "action"}, rule
        used = set(re.findall(r"\$labels\.(\w+)", str(rule["annotations"])))
        grouped = {label.strip() for inner in re.findall(r"by \(([^)]*)\)", rule["expr"]) for label in inner.split(",")}
        assert used <= (grouped or {"instance"}), rule["alert"]


def test_panels_have_numbers_of_their_own_and_do_not_overlap(board):
    numbers = [panel["id"] for panel in board["panels"]]
    cells = [
        (x, y)
        for panel in board["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(set(numbers)) == len(numbers)
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24


@pytest.fixture
def promtool():
    """Asks Prometheus' own tool to check a file of a kind."""
    if (program := shutil.which("promtool")) is None:
        pytest.skip("promtool is not here")
    return lambda what, file: subprocess.run(
        [program, "check", what, file], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("checked", [("rules", "alerts.yaml"), ("config", "prometheus.yml")], ids=["rules", "config"])
def test_promtool_takes_it(promtool, checked):
    what, name = checked

    said = promtool(what, ALERTS.with_name(name))

    assert said.returncode == 0, said.stdout + said.stderr


def test_promtool_takes_whatever_the_board_asks_for(promtool, board, tmp_path):
    asked = [{"record": f"asked:{number}", "expr": text} for number, (_, text) in enumerate(expressions([], board))]
    rules = tmp_path / "board.yaml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": asked}]}))

    said = promtool("rules", rules)

    assert said.returncode == 0, said.stdout + said.stderr
    assert f"{len(asked)} rules found" in said.stdout + said.stderr
