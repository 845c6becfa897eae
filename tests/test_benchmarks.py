"""The benchmarks run and say what they promise; how long they take is nobody's test."""

import json
import re
import subprocess
import sys

import pytest

from tests.browsers import needed


def test_the_graph_benchmark_ends_with_its_ratio(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "graph", "--issues", "2000", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "graph.json").read_text())
    [detour], [yardstick] = result["runs"].values()
    assert re.fullmatch(r"graph: ratio \d+\.\d+", ran.stdout.splitlines()[-1])
    assert detour["counts"]["crashes"] == 0
    assert detour["counts"]["findings"] > yardstick["counts"]["findings"] > 0
    assert result["ratio"] > 0


def test_the_requests_benchmark_tells_what_an_audit_asks_for_beside_the_least(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "requests", "--issues", "1000"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "requests.json").read_text())
    assert [float(line.rpartition(" ")[2]) for line in ran.stdout.splitlines() if ": ratio " in line] == [
        float(f"{ratio:.3g}") for ratio in result["ratios"].values()
    ]
    sweeps = {(step["site"], step["name"]): step for step in result["large"] if "sweep" in step["name"]}
    assert len(sweeps) == 6
    for step in sweeps.values():
        asked = step["asked"]
        assert asked["pages of issues"] + asked["listings"] + asked.get("labels", 0) <= 1.1 * step["least"]
        assert step["run"]["counts"]["issues"] == step["issues"]
    assert [kind for step in result["small"] for kind in step["asked"] if "/" in kind] == []


def test_the_statements_benchmark_reads_the_same_issues_on_both_sides(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "statements", "--issues", "300", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "statements.json").read_text())
    [detour], [yardstick], [floor] = result["runs"].values()
    assert re.fullmatch(r"statements: ratio \d+\.\d+", ran.stdout.splitlines()[-1])
    assert floor["counts"]["objects"] > detour["counts"]["statements"]
    assert detour["counts"]["issues"] == yardstick["counts"]["issues"] > 200
    assert detour["counts"]["statements"] >= yardstick["counts"]["links"] > 100


def test_the_start_benchmark_sees_each_of_them_ready(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "start", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "start.json").read_text())
    assert set(result["seconds"]) == {"python", "--help", "serve"}
    assert [line for line in ran.stdout.splitlines() if ": ratio " in line] == [
        f"start, {name}: ratio {ratio:.1f}" for name, ratio in result["ratios"].items()
    ]


def test_the_setup_benchmark_answers_every_question_and_ends_with_a_report(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "setup", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "setup.json").read_text())
    [one] = result["runs"]
    assert ran.stdout.splitlines()[-1] == f"setup: ratio {result['ratio']:.2f}"
    assert list(one["parts"]) == ["beginning", "GitHub", "Jira", "teams", "first look"]
    assert sum(one["parts"].values()) == pytest.approx(one["seconds"])
    assert 0 < one["computing"] < 2 * one["seconds"]


def test_the_holding_benchmark_fills_a_store_and_tells_what_that_took(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "holding", "--issues", "1000"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "holding.json").read_text())
    assert re.fullmatch(r"holding: ratio \d+\.\d+", ran.stdout.splitlines()[-1])
    assert [one["counts"]["issues"] for one in result["runs"].values()] == [100, 1000]
    assert all(one["counts"]["bytes"] > 100 * 1024 and one["counts"]["judged"] for one in result["runs"].values())


def test_the_comments_benchmark_sees_a_comment_on_every_issue(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "comments", "--issues", "10"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "comments.json").read_text())
    assert ran.stdout.splitlines()[-1] == f"comments: ratio {result['ratio']:.2f}"
    assert len(result["seconds"]) == 10
    assert min(result["seconds"]) > min(result["tracker"]) > 0


def test_the_judging_benchmark_judges_in_a_store_of_that_size(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "judging", "--issues", "1000"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "judging.json").read_text())
    assert [line for line in ran.stdout.splitlines() if ": ratio " in line] == [
        f"judging, p99: ratio {result['p99'] / 0.02:.2f}",
        f"judging: ratio {result['ratio']:.1f}",
    ]
    assert result["issues"] > 900
    assert len(result["seconds"]["judged"]) == len(result["seconds"]["asked"]) == 400


def test_the_audit_benchmark_reads_the_same_issues_and_links_on_both_sides(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "audit", "--issues", "500", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "audit.json").read_text())
    [detour], [yardstick] = result["runs"].values()
    assert ran.stdout.splitlines()[-1] == f"audit: ratio {result['ratio']:.2f}"
    assert detour["counts"]["issues"] == yardstick["counts"]["issues"] == 500
    assert detour["counts"]["links"] == yardstick["counts"]["links"] > 500
    assert detour["counts"]["findings"] > 50


def test_the_growth_benchmark_audits_three_sizes(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "growth", "--issues", "10000", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "growth.json").read_text())
    assert ran.stdout.splitlines()[-1] == f"growth: ratio {result['ratio']:.2f}"
    assert list(result["runs"]) == ["100", "1000", "10000"]
    assert all(one["counts"]["findings"] and not one["counts"]["crashes"] for [one] in result["runs"].values())


def test_the_beside_benchmark_has_every_webhook_accepted_before_and_during_an_audit(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "beside", "--issues", "100", "--seconds", "0.2"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "beside.json").read_text())
    assert ran.stdout.splitlines()[-1] == f"beside: ratio {result['ratio']:.1f}"
    assert result["read"] == result["issues"] > 80
    assert len(result["seconds"]["quiet"]) > 40
    assert len(result["seconds"]["audit"]) > 10


@needed
def test_the_map_benchmark_sees_both_pages_answer_and_keeps_pictures(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "map", "--issues", "100", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "map.json").read_text())
    assert ran.stdout.splitlines()[-1] == f"map: ratio {result['ratio']:.2f}"
    assert result["nodes"] > 50
    for [visit] in result["browser"].values():
        assert 0 < visit["drawn"] < visit["answered"]
        assert visit["moved"] == 80
    assert all((tmp_path / f"map-{scheme}.png").stat().st_size > 1_000 for scheme in ("light", "dark"))
