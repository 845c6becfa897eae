"""A company on three trackers at once that is audited by the real command, in processes of its own."""

import json
import signal
from collections import Counter
from contextlib import contextmanager

from service.cli import main
from tests.forked import Forked
from tests.journeys.living import configuration
from tests.journeys.trackers import github, jira
from tests.organisation import Shape, draw, settle_on_github, settle_on_jira

ON_GITHUB, ON_JIRA = 600, 120
"""Issues of each tracker, of which two in five are open."""
A_SERVERS_PAGE = 15


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
        self.trackers, self.begun, self.path = trackers, 0, folder / "audit.toml"
        self.path.write_text(configuration(*trackers, more=f'[store]\nurl = "{store_url}"\n'))

    def begins(self):
        """A process that audits; what it prints goes to files of its own."""
        number = self.begun = self.begun + 1
        self.out, self.err = (self.path.with_name(f"{stream}-{number}") for stream in ("out", "err"))
        words = ["audit", "--config", str(self.path), "--format", "json"]
        return Forked(main, words, out=self.out, err=self.err)

    def ends(self, process=None):
        """What an audit found that is not disturbed any more."""
        (process or self.begins()).ends(120)
        printed = self.out.read_text()
        assert printed, self.err.read_text()
        return found(json.loads(printed))

    def interrupted(self, process):
        """How the process ended, and what it said, once somebody has pressed Ctrl-C."""
        process.send_signal(signal.SIGINT)
        return process.ends(30), self.err.read_text()


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
