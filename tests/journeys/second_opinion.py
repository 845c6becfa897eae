"""Computes findings from raw Jira documents in another way than Detour: dictionaries, sets, and definitions read aloud.

Nothing of the product is imported. It is slow and naive on purpose, and knows only what the real issues need: native
links, hierarchy, duplicates, and statements that stand alone in a line.
"""

from __future__ import annotations

import re

WAITS_IF_INWARD = {"is blocked by", "has to be done after"}
WAITS_IF_OUTWARD = {"depends on"}
DROPPED = {"won't fix", "invalid", "cannot reproduce", "won't do", "not our bug", "hold", "needs more info"}
KEY = r"[A-Z][A-Z0-9_]+-[1-9][0-9]*"
WAIT_LINE = re.compile(rf"\b(?:blocked by|depends on|waiting for):? ({KEY})(?![\w-])", re.IGNORECASE)
FALLBACK_LINE = re.compile(rf"^Fallback(?: for ({KEY}))?: ({KEY})$", re.MULTILINE)


class Opinion:
    """What the documents say, and the findings as (code, issue, blocker, fallback)."""

    def __init__(self, documents, team_of):
        self.read = {document["key"]: document for document in documents}
        self.team_of = team_of
        self.told, self.waits, self.fallbacks = {}, set(), set()
        self.parent, self.copies = {}, set()
        projects = set()
        for key, document in self.read.items():
            projects.add(key.rpartition("-")[0])
            for link in document["fields"]["issuelinks"]:
                self._link(key, link, projects)
            self._family(key, document["fields"])
        for key, document in self.read.items():
            self._text(key, document["fields"]["description"] or "", projects)
        self._merge_duplicates()

    def _link(self, key, link, projects):
        side = "inward" if "inwardIssue" in link else "outward"
        other, phrase = link[f"{side}Issue"], link["type"][side].lower()
        opposite = link["type"]["outward" if side == "inward" else "inward"].lower()
        waiting = WAITS_IF_INWARD | WAITS_IF_OUTWARD
        if phrase in waiting and opposite not in waiting:
            self.waits.add((key, other["key"]))
        elif opposite in waiting and phrase not in waiting:
            self.waits.add((other["key"], key))
        elif phrase == "duplicates":
            self.copies.add((key, other["key"]))
        elif phrase == "is duplicated by":
            self.copies.add((other["key"], key))
        else:
            return
        projects.add(other["key"].rpartition("-")[0])
        self.told.setdefault(other["key"], other["fields"]["status"]["statusCategory"]["key"] == "done")

    def _family(self, key, fields):
        if fields["parent"]:
            self.parent[key] = fields["parent"]["key"]
        for part in fields["subtasks"]:
            self.parent.setdefault(part["key"], key)

    def _text(self, key, text, projects):
        for line in text.splitlines():
            for other in WAIT_LINE.findall(line):
                if other.rpartition("-")[0] in projects:
                    self.waits.add((key, other))
        for blocker, ticket in FALLBACK_LINE.findall(text.replace("\r", "")):
            self.fallbacks.add((key, blocker or None, ticket))

    def _merge_duplicates(self):
        target = {copy: min(o for c, o in self.copies if c == copy) for copy, _ in self.copies}

        def meant(key):
            seen = set()
            while key in target and self._resolution(key) == "duplicate" and key not in seen:
                seen.add(key)
                key = target[key]
            return key

        self.waits = {(blocked, meant(blocker)) for blocked, blocker in self.waits}
        self.fallbacks = {(key, blocker and meant(blocker), meant(ticket)) for key, blocker, ticket in self.fallbacks}

    def _resolution(self, key):
        fields = self.read[key]["fields"] if key in self.read else None
        if fields is None or fields["status"]["statusCategory"]["key"] != "done":
            return None
        return (fields["resolution"] or {"name": ""})["name"].lower()

    def state(self, key):
        """open, done, dropped or unknown."""
        if key in self.read:
            resolution = self._resolution(key)
            if resolution is None:
                return "open"
            return "dropped" if resolution in DROPPED | {"duplicate"} else "done"
        return {True: "done", False: "open", None: "unknown"}[self.told.get(key)]

    def ancestors(self, key):
        """Its parent, its parent's parent ..."""
        found = []
        while self.parent.get(key) and self.parent[key] not in found:
            key = self.parent[key]
            found.append(key)
        return found

    def open_waits(self):
        """Open links that are no hierarchy."""
        return {
            (blocked, blocker)
            for blocked, blocker in self.waits
            if self.state(blocked) == "open"
            and self.state(blocker) != "done"
            and blocker not in self.ancestors(blocked)
            and blocked not in self.ancestors(blocker)
        }

    def planned(self, key):
        """In progress, or in an unreleased version with a date, itself or by an ancestor's date."""
        fields = self.read[key]["fields"]
        if fields["status"]["statusCategory"]["key"] == "indeterminate":
            return True
        return any(self._dated(one) for one in [key, *self.ancestors(key)] if one in self.read)

    def _dated(self, key):
        fields = self.read[key]["fields"]
        promised = [
            version
            for version in fields["fixVersions"]
            if version.get("releaseDate") and not version.get("released") and not version.get("archived")
        ]
        return bool(fields["duedate"] or promised)

    def _same_work(self, one, other):
        if one == other:
            return True
        group, grown = {one}, True
        while grown:
            more = {b for a, b in self.copies if a in group} | {a for a, b in self.copies if b in group}
            grown = not more <= group
            group |= more
        return other in group

    def _family_of(self, key):
        """The ticket and all its descendants."""
        found = {key}
        while more := {child for child, parent in self.parent.items() if parent in found} - found:
            found |= more
        return found

    def _reaches(self, ticket, links, stops):
        """Every issue that a ticket waits on over the links, not going on from issues where ``stops``."""
        found, todo = set(), self._family_of(ticket)
        while todo:
            targets = {blocker for blocked, blocker in links if blocked in todo} - found
            found |= targets
            todo = set().union(*(self._family_of(key) for key in targets if not stops(key))) if targets else set()
        return found

    def reasons(self, pair, links, covered):
        """Why a fallback (issue, ticket) of a link does not stand while some links are covered."""
        (blocked, blocker), owner, ticket = pair
        ends = [blocked, blocker]
        if any(self._same_work(ticket, end) or ticket in self.ancestors(end) for end in ends):
            return {"DT106"}
        state = self.state(ticket)
        if state in {"dropped", "unknown"}:
            return {"DT105"}
        if state == "done":
            return set()
        team, blockers = self.team_of(self.read, owner), self.team_of(self.read, blocker)
        found = set()
        if self.team_of(self.read, ticket) != team:
            found.add("DT104")
        behind = self._reaches(ticket, links, lambda _: False)
        if any(self.team_of(self.read, key) == blockers for key in behind):
            found.add("DT102")
        uncovered = links - covered
        outside = self._reaches(ticket, uncovered, lambda key: self.team_of(self.read, key) != team)
        if any(self.team_of(self.read, key) not in (team, blockers) for key in outside):
            found.add("DT103")
        return found

    def findings(self):
        """Every finding on the issues that were read and are open, by the definitions."""
        links = self.open_waits()
        pairs = {
            (link, owner, ticket)
            for link in links
            for owner, blocker, ticket in self.fallbacks
            if (owner == link[0] and blocker in (None, link[1]))
            or (owner in self.ancestors(link[0]) and blocker == link[1])
        }
        covered = {link for link, _, _ in self._settled(pairs, links, set())}
        vouched = self._settled(pairs, links, pairs)
        found = self._of_links(links, pairs, covered, vouched)
        return set(found) | set(self._rings(links)) | set(self._dangling(links))

    def _settled(self, pairs, links, standing):
        """The fixed point that is reached from what is assumed to stand at first."""
        while True:
            covered = {link for link, _, _ in standing}
            now = {pair for pair in pairs if not self.reasons(pair, links, covered)}
            if now == standing:
                return standing
            standing = now

    def _of_links(self, links, pairs, covered, vouched):
        for blocked, blocker in links:
            if blocked not in self.read or self.team_of(self.read, blocked) == self.team_of(self.read, blocker):
                continue
            mine = [pair for pair in pairs if pair[0] == (blocked, blocker)]
            if self.state(blocker) == "dropped":
                if (blocked, blocker) not in covered:
                    yield "DT306", "error", blocked, blocker, None
                continue
            if not mine:
                yield "DT101", "error" if self.planned(blocked) else "report", blocked, blocker, None
            severity = "info" if (blocked, blocker) in covered else "error"
            for pair in mine:
                reasons = self.reasons(pair, links, covered)
                for code in {"DT106"} if reasons and pair in vouched else reasons:
                    yield code, severity, blocked, blocker, pair[2]

    def _dangling(self, links):
        for blocked, blocker in links:
            if blocked in self.read and self.state(blocker) == "unknown":
                yield "DT404", "warning", blocked, blocker, None

    def _rings(self, links):
        """Two issues are in one ring if each waits on the other at any depth."""
        onwards = {}
        for blocked, blocker in links:
            onwards.setdefault(blocked, set()).add(blocker)

        def behind(key):
            found, todo = set(), [key]
            while todo:
                more = onwards.get(todo.pop(), set()) - found
                found |= more
                todo += more
            return found

        reach = {key: behind(key) for key in onwards}
        rings = {frozenset(b for b in reach[a] if a in reach.get(b, ())) for a in reach if a in reach[a]}
        for ring in rings:
            mine = sorted(key for key in ring if key in self.read)
            teams = {self.team_of(self.read, key) for key in ring}
            if mine:
                yield "DT401", "error" if len(teams) > 1 else "info", mine[0], None, None


def by_project(_, key):
    """Projects as teams."""
    return key.rpartition("-")[0]


def by_component(read, key):
    """The teams of tidev-teams.toml, written out a second time: the first team of the file that owns a component."""
    project = key.rpartition("-")[0]
    components = {component["name"] for component in read[key]["fields"]["components"]} if key in read else set()
    for team, owned in COMPONENTS.items():
        if components & owned.get(project, set()):
            return team
    return PROJECTS.get(project, project)


COMPONENTS = {
    "android": {"TIMOB": {"Android"}, "DAEMON": {"androidlib", "appcd-plugin-android"}},
    "ios": {"TIMOB": {"iOS"}, "DAEMON": {"ioslib", "appcd-plugin-ios"}},
    "windows": {"TIMOB": {"Windows", "Windows Hybrid", "Windows phone"}, "DAEMON": {"appcd-plugin-windows"}},
    "other-platforms": {"TIMOB": {"BlackBerry", "MobileWeb", "Tizen"}},
    "tooling": {"TIMOB": {"Tooling", "CLI", "LiveView"}},
    "api": {"TIMOB": {"TiAPI", "Core", "Hyperloop"}},
    "modules": {"TIMOB": {"NFC"}},
}
PROJECTS = {
    "TIMOB": "platform",
    "DAEMON": "tooling",
    "CLI": "tooling",
    "ALOY": "alloy",
    "MOD": "modules",
    "TISTUD": "studio",
    "EDITOR": "studio",
    "TIDOC": "documentation",
}
