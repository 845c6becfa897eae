"""What each request to a made-up tracker was for, told by what was sent and by nothing that the sender says of it."""

from __future__ import annotations

import json
import re
from collections import Counter

PAGES, LISTINGS, LABELS = "pages of issues", "listings", "labels"
THREADS, REMOTE, AGAIN = "threads", "remote links", "issues by themselves"
SWEEPING = (PAGES, LISTINGS, LABELS)
"""What a sweep takes; the rest is read behind it, and again only where something moved."""

GITHUB = (
    (LISTINGS, r"/graphql", r"repositoryOwner"),
    (LABELS, r"/graphql", r"\.\.\. on Issue \{ id labels"),
    (THREADS, r"/graphql", r"IssueCommentConnection|IssueComment \{|viewer \{"),
    (PAGES, r"/graphql", r"issues\("),
    (AGAIN, r"/graphql", r"\.\.\.issue"),
    (THREADS, r"/(comments|permission)$", r""),
)
JIRA = (
    (LISTINGS, r"/project(/search)?$", r""),
    (PAGES, r"/search(/jql|/approximate-count)?$", r"project in"),
    (AGAIN, r"/search$|/issue/[^/]+$", r""),
    (REMOTE, r"/remotelink$", r""),
    (THREADS, r"/comment$|/myself$|permission", r""),
)
BULK = "/issue/bulkfetch"


class Kinds:
    """Counts the requests of one tracker. ``numbers`` are those of its open issues, as texts."""

    def __init__(self, table, numbers):
        self.table, self.numbers, self.fetched = table, numbers, set()

    def begin(self):
        """What was read before may be read anew."""
        self.fetched.clear()

    def count(self, requests):
        """How many there were of each kind, refused ones among them."""
        return dict(Counter(self._kind(asked) for asked in requests))

    def _kind(self, asked):
        body = asked.body.decode()
        if asked.path.endswith(BULK):
            return self._bulk(json.loads(body)["issueIdsOrKeys"])
        for kind, path, words in self.table:
            if re.search(path, asked.path) and re.search(words, body):
                return kind
        return f"{asked.method} {asked.path}"

    def _bulk(self, numbers):
        """Cloud's sweeps read by number, as everybody does. What is closed or was read before is read by itself."""
        page = self.numbers.issuperset(numbers) and self.fetched.isdisjoint(numbers)
        self.fetched.update(numbers)
        return PAGES if page else AGAIN
