"""The little of JQL that the made-up Jira understands, and its words for what it does not."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.issue_changes import make, transit
from connectors.simulator.jira.jql import parse
from connectors.simulator.jira.world import World

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Site:
    """A Jira without a server, in which an hour goes by between issues."""

    def __init__(self, *refs):
        self.now = NOON
        self.world = World(lambda: self.now)
        self.mia = self.world.account("mia")
        self.made = {ref: self._opens(ref) for ref in refs}

    def _opens(self, ref):
        made = make(self.world, self.mia, self.world.project(ref.partition("-")[0]), {"title": ref})
        self.now += timedelta(hours=1)
        return made

    def finds(self, text, *, validate=True):
        return [one.ref for one in parse(text).run(self.world, self.mia, validate=validate)]


@pytest.fixture
def site():
    return Site("WEB-1", "WEB-2", "PAY-1", "OPS-1")


UNDERSTOOD = {
    "project = WEB ORDER BY key ASC": ["WEB-1", "WEB-2"],
    "project = web ORDER BY key": ["WEB-1", "WEB-2"],
    'PROJECT IN (PAY, "OPS") order by created desc': ["OPS-1", "PAY-1"],
    "project not in (WEB) order by key": ["OPS-1", "PAY-1"],
    "project != WEB AND project != OPS": ["PAY-1"],
    "key in (WEB-2, PAY-1) order by id asc": ["WEB-2", "PAY-1"],
    "issuekey = 'web-2'": ["WEB-2"],
    "id = 10002": ["WEB-1"],
    'created >= "2026/11/23 14:00" order by created asc': ["PAY-1", "OPS-1"],
    'updated > "2026-11-23 14:00" AND updated <= "2026-11-24"': ["OPS-1"],
    'created < "2026/11/23 13:00"': ["WEB-1"],
    'project = WEB AND statusCategory = "To Do" AND key != WEB-1': ["WEB-2"],
    'created >= "-90m" order by created asc': ["OPS-1"],
    "created >= -2h AND created <= -60m order by created": ["PAY-1", "OPS-1"],
    'updated >= "-1d" ORDER BY updated DESC, key ASC': ["OPS-1", "PAY-1", "WEB-2", "WEB-1"],
    'created < "-1w"': [],
    "project in (10001, ops) ORDER BY key": ["OPS-1", "WEB-1", "WEB-2"],
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_finds(site, text):
    assert site.finds(text) == UNDERSTOOD[text]


def test_of_issues_that_one_field_leaves_open_the_next_decides():
    site = Site()
    for ref in ("WEB-1", "PAY-1", "OPS-1", "PAY-2"):
        make(site.world, site.mia, site.world.project(ref.partition("-")[0]), {"title": ref})

    assert site.finds("created > 2000-01-01 ORDER BY created ASC, key ASC") == ["OPS-1", "PAY-1", "PAY-2", "WEB-1"]
    assert site.finds("created > 2000-01-01 ORDER BY created, key DESC") == ["WEB-1", "PAY-2", "PAY-1", "OPS-1"]


def test_without_an_order_the_newest_come_first(site):
    assert site.finds("project in (WEB, PAY)") == ["PAY-1", "WEB-2", "WEB-1"]


@pytest.mark.parametrize("status", ["To Do", "In Progress", "Done"])
def test_the_category_of_a_status_is_found_by_its_name(site, status):
    transit(site.world, site.mia, site.made["PAY-1"], status)

    found = site.finds(f'project = PAY AND statusCategory = "{status}"')

    assert found == ["PAY-1"]


NOT_UNDERSTOOD = {
    "colour = red": "Field 'colour' does not exist or you do not have permission to view it.",
    "project = WEB order by key desc, colour": "Field 'colour' does not exist or you do not have",
    'updated >= "-17x"': "Date value '-17x' is invalid.",
    "project = WEB order by colour": "Field 'colour' does not exist or you do not have permission to view it.",
    "project = WEB OR project = PAY": (
        "Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'OR'. (line 1, character 15)"
    ),
    "project = WEB AND": "Error in the JQL Query: Expecting a field name before the end of the query.",
    "= WEB": "Error in the JQL Query: Expecting a field name but got '='. (line 1, character 1)",
    'updated >= "yesterday"': "Date value 'yesterday' is invalid.",
    "updated in (1)": "The operator 'in' is not supported by the 'updated' field.",
    "project >= WEB": "The operator '>=' is not supported by the 'project' field.",
    "key in ()": "The operator 'in' is not supported by the 'key' field.",
    "key = WEB-99": "An issue with key 'WEB-99' does not exist for field 'key'.",
    "issue in (WEB-1, NONE-1, 77)": "An issue with key 'NONE-1' does not exist for field 'issue'.",
}


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_refused_in_jiras_words(site, text):
    with pytest.raises(Refused) as refused:
        site.finds(text)

    assert refused.value.status == 400
    assert refused.value.messages[0].startswith(NOT_UNDERSTOOD[text])


def test_unknown_keys_are_skipped_where_nothing_is_validated(site):
    assert site.finds("issue in (WEB-1, NONE-1, 77)", validate=False) == ["WEB-1"]


@pytest.mark.parametrize("hides", ["private", "archived"])
def test_a_project_that_somebody_may_not_search_is_unknown_and_fails_the_whole_query(hides):
    site = Site("WEB-1", "SECRET-1")
    secret = site.world.projects["SECRET"]
    setattr(secret, hides, True)
    queries = {"SECRET": "The value 'SECRET'", str(secret.id): f"A value with ID '{secret.id}'"}

    for name, said in queries.items():
        with pytest.raises(Refused) as refused:
            site.finds(f"project in (WEB, {name})")
        assert (refused.value.status, refused.value.messages) == (
            400,
            [f"{said} does not exist for the field 'project'."],
        )
    assert site.finds("project in (WEB, SECRET)", validate=False) == ["WEB-1"]
    assert site.finds("created > 2000-01-01") == ["WEB-1"]


@pytest.mark.parametrize(("text", "bounded"), [("project = WEB", True), ("order by key", False), ("", False)])
def test_a_query_is_bounded_if_anything_narrows_it(text, bounded):
    assert parse(text).bounded is bounded
