"""The benchmarks run and say what they promise; how long they take is nobody's test."""

import json
import re
import subprocess
import sys


def test_the_graph_benchmark_ends_with_its_ratio(tmp_path):
    command = [sys.executable, "-m", "tests.benchmarks", "graph", "--issues", "2000", "--repeats", "1"]

    ran = subprocess.run([*command, "--folder", tmp_path], check=True, capture_output=True, text=True)

    result = json.loads((tmp_path / "graph.json").read_text())
    [detour], [yardstick] = result["runs"].values()
    assert re.fullmatch(r"graph: ratio \d+\.\d+", ran.stdout.splitlines()[-1])
    assert detour["counts"]["crashes"] == 0
    assert detour["counts"]["findings"] > yardstick["counts"]["findings"] > 0
    assert result["ratio"] > 0
