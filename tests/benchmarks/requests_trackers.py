"""The made-up trackers of the figure ``requests``: a GitHub, a Jira Cloud and a Jira Data Center, full of issues.

Tells where they are, and then does what it reads, a site and a word a line: ``count`` tells what was asked of it since
the last time; ``move`` changes one of its open issues of a hundred.
"""

from __future__ import annotations

import gc
import json
import sys
from contextlib import ExitStack

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from tests.benchmarks.requests_kinds import GITHUB, JIRA, Kinds
from tests.organisation import Shape, draw, settle_on_github, settle_on_jira

REPOSITORIES, PROJECTS = 400, 30
ON_GITHUB, ON_EACH_JIRA = 0.4, 0.3
UNEVEN = 1.1
ONE_OF = 100
CONFIGURATION = """
[[github]]
name = "acme"
api_url = "{hub.api_url}"
organizations = ["acme"]
token = "{hub.bot_token}"
[[jira]]
name = "cloud"
url = "{cloud.address}"
flavor = "cloud"
email = "{cloud.bot_email}"
token = "{cloud.bot_token}"
[[jira]]
name = "own"
url = "{own.address}"
flavor = "datacenter"
token = "{own.bot_token}"
[schedule]
records_days = 0
"""


class Site:
    """One tracker with its issues."""

    def __init__(self, tracker, issues, containers, table):
        self.tracker, self.containers = tracker, containers
        self.open = [one for one in issues.values() if _is_open(one)]
        self.kinds = Kinds(table, {str(one.id) for one in self.open})
        self.mia = tracker.person("mia")

    def told(self):
        """How large it is."""
        return {"open": len(self.open), "containers": self.containers}

    def count(self):
        """What it was asked since the last time."""
        asked = self.tracker.requests
        self.tracker.api.log.clear()
        return self.kinds.count(asked)

    def move(self):
        """Changes one open issue of a hundred; how many those are."""
        self.kinds.begin()
        moved = self.open[::ONE_OF]
        for one in moved:
            self.mia.edits(one, title=f"{one.title}, soon")
        return len(moved)


def _is_open(issue):
    return not (getattr(issue, "closed_at", None) or getattr(issue, "resolved", None))


def sites(trackers, issues):
    """The three, filled: so many open issues together."""
    hub, cloud, own = trackers
    large = Shape(issues=_all(issues * ON_GITHUB), teams=REPOSITORIES, uneven=UNEVEN, seed=1)
    found = {"github/acme": Site(hub, settle_on_github(hub, draw(large)), REPOSITORIES, GITHUB)}
    for seed, (name, desk, prefix) in enumerate((("jira/cloud", cloud, "C"), ("jira/own", own, "D")), start=2):
        shape = Shape(issues=_all(issues * ON_EACH_JIRA), teams=PROJECTS, uneven=UNEVEN, seed=seed)
        found[name] = Site(desk, settle_on_jira(desk, draw(shape), prefix), PROJECTS, JIRA)
    return found


def _all(opened):
    return round(opened / Shape.open)


def say(thing):
    sys.stdout.write(json.dumps(thing) + "\n")
    sys.stdout.flush()


def main(issues):
    gc.disable()  # nothing here ever goes away
    with ExitStack() as running:
        opened = simulated_github(), simulated_jira(), simulated_jira(flavor="datacenter")
        trackers = hub, cloud, own = [running.enter_context(one) for one in opened]
        known = sites(trackers, issues)
        configuration = CONFIGURATION.format(hub=hub, cloud=cloud, own=own)
        say({"configuration": configuration, "sites": {name: site.told() for name, site in known.items()}})
        for line in sys.stdin:
            name, word = line.split()
            say({"count": known[name].count, "move": known[name].move}[word]())


if __name__ == "__main__":
    main(int(sys.argv[1]))
