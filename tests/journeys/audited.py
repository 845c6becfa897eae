"""A company on three trackers at once that is audited by the real command, in processes of its own."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

from tests.journeys.living import configuration
from tests.journeys.trackers import github, jira
from tests.organisation import Shape, draw, settle_on_github, settle_on_jira

ON_GITHUB, ON_JIRA = 600, 120
"""Issues of each tracker, of which two in five are open."""
A_SERVERS_PAGE = 15
AUDIT = """
import sys
from service.cli import main
sys.exit(main(["audit", "--config", sys.argv[1], "--format", "json"]))
"""


@contextmanager
def company(on_github=ON_GITHUB, on_jira=ON_JIRA):
    """A GitHub, a Jira Cloud and a Jira Data Center, with issues that wait on each other."""
    with github() as hub, jira("cloud", "jira/cloud") as cloud, jira("datacenter", "jira/own") as own:
        settle_on_github(hub.hub, draw(Shape(issues=on_github, teams=20, uneven=1.1, seed=1)))
        own.hub.api.limits.page = A_SERVERS_PAGE
        for seed, (tracker, prefix) in enumerate(((cloud, "C"), (own, "D")), start=2):
            settle_on_jira(tracker.hub, draw(Shape(issues=on_jira, teams=5, seed=seed)), prefix)
            tracker.projects = tuple(tracker.hub.world.projects)
        yield hub, cloud, own


class Audited:
    """The command that audits a company, from one store."""

    def __init__(self, trackers, store_url, folder):
        self.trackers, self.path = trackers, folder / "audit.toml"
        self.path.write_text(configuration(*trackers, more=f'[store]\nurl = "{store_url}"\n'))

    def begins(self):
        """A process that audits; what it prints is for its end."""
        words = [sys.executable, "-c", AUDIT, str(self.path)]
        pipe, own = subprocess.PIPE, os.environ | {"PYTHONFAULTHANDLER": "1"}
        return subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=own)

    def ends(self, process=None):
        """What an audit found that is not disturbed any more."""
        printed, said = (process or self.begins()).communicate(timeout=120)
        assert printed, said
        return found(json.loads(printed))

    def interrupted(self, process):
        """How the process ended, and what it said, once somebody has pressed Ctrl-C."""
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        return process.returncode, said


def found(report):
    """The findings by their keys, and which sites were read whole."""
    read = {one["site"]: (one["full"], one["unread"], one["failed"]) for one in report["audit"]["read"]}
    return {one["key"] for one in report["findings"]}, read


def read_twice(tracker):
    """How many pages of sweeps were asked for again."""
    asked = Counter((one.path, one.body) for one in tracker.hub.requests if is_page(one))
    return sum(count - 1 for count in asked.values())


def is_page(asked):
    """Whether a request is for a page of a sweep, be it of issues or of what they are in."""
    return any(word in asked.body for word in (b"repositoryOwner", b"on IssueConnection", b"project in")) or (
        asked.path.endswith(("/project", "/project/search"))
    )
