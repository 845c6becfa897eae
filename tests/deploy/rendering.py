"""Renders the Helm chart: ``python rendering.py CHART`` reads values by name from standard input, and prints manifests.

A process of its own, for the renderer is Helm's in Go, which does not bear that a process forks. JSON both ways; values
that are refused have the reason, a text, in the place of the manifests of each template.
"""

import json
import sys

import helm_python


def main():
    chart = sys.argv[1]
    cases = json.load(sys.stdin)
    told = {"lint": helm_python.lint(chart, cases["lint"], strict=True)["messages"]}
    with helm_python.Chart.load(chart) as loaded:
        for name, values in cases.items():
            told.setdefault(name, rendered(loaded, values))
    json.dump(told, sys.stdout)


def rendered(chart, values):
    try:
        chart.validate_schema(values)
        return chart.render(values, name="detour", namespace="acme")
    except helm_python.HelmError as error:
        return str(error)


if __name__ == "__main__":
    main()
