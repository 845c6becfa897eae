"""Made-up installed packages with rules of an organisation's own, beside those that are really installed.

What these offer is looked up once for each ``sys.path``: they are all opened for it, and each configuration asks.
"""

import sys
from functools import cache
from importlib.metadata import entry_points

import pytest

from service.own_rules import installed

MODULE = '''
from dataclasses import dataclass

from rules.rule import Rule, Severity


@dataclass(frozen=True, kw_only=True)
class BlockerUnassigned(Rule):
    """An issue waits on work that nobody has.

    ## What it does
    Reports links whose blocker is assigned to fewer than `people`.

    ## Why is this bad
    Nobody will do it.

    ## How to resolve
    Ask its team who will.
    """

    code = "ACME201"
    name = "blocker-unassigned"
    severity = Severity.WARNING
    speaks = True
    people: int = 1

    def check(self, graph):
        for link in graph.waiting().across_teams():
            if len(link.blocker.assignees) < self.people:
                yield self.on_link(link, f"nobody has {link.blocker.ref}", "ask its team who will do it")


class Unfinished(Rule):
    code = "ACME202"


NO_RULE = 5
'''


@cache
def offered(_path, group):
    """The entry points of a group, as long as packages are found along the same path."""
    return entry_points(group=group)


installed.entry_points = lambda group: offered(tuple(sys.path), group)


class Shelf:
    """A folder of installed packages."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.monkeypatch = folder, monkeypatch

    def installs(self, points, module=MODULE, name="acme_rules", version="1.2"):
        """A package whose entry points lead to the module's objects: ``{"unassigned": "BlockerUnassigned"}``."""
        (self.folder / f"{name}.py").write_text(module)
        about = self.folder / f"{name}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n")
        lines = "".join(f"{point} = {name}:{meant}\n" for point, meant in points.items())
        (about / "entry_points.txt").write_text(f"[detour.rules]\n{lines}")
        self.monkeypatch.delitem(sys.modules, name, raising=False)
        self.monkeypatch.syspath_prepend(str(self.folder))


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Where packages are installed for one test."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    yield Shelf(folder, monkeypatch)
    for name in [name for name in sys.modules if name.startswith("acme_rules")]:
        del sys.modules[name]
