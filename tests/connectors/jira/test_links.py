import pytest

from connectors.jira.dialect import JiraDialect
from connectors.jira.documents import LinkType
from connectors.jira.links import Meaning, meaning

PLAIN = JiraDialect(name="jira/acme")
BLOCKS = LinkType("Blocks", inward="is blocked by", outward="blocks")
DEPENDS = LinkType("Depends", inward="is dependent of", outward="depends on")
AFTER = LinkType("Gantt End to Start", inward="has to be done after", outward="has to be done before")


@pytest.mark.parametrize(
    ("link", "side", "role"),
    [
        (BLOCKS, "inward", Meaning.WAITS),
        (BLOCKS, "outward", Meaning.IS_WAITED_FOR),
        (DEPENDS, "outward", Meaning.WAITS),
        (DEPENDS, "inward", Meaning.IS_WAITED_FOR),
        (AFTER, "inward", Meaning.WAITS),
        (LinkType("Needs", inward="Is required by", outward="  Requires "), "outward", Meaning.WAITS),
        (LinkType("Duplicate", inward="is duplicated by", outward="duplicates"), "outward", Meaning.IS_COPY),
        (LinkType("Duplicate", inward="is duplicated by", outward="duplicates"), "inward", Meaning.HAS_COPY),
        (LinkType("Relates", inward="relates to", outward="relates to"), "inward", Meaning.NOTHING),
        (LinkType("Odd", inward="is blocked by", outward="is blocked by"), "inward", Meaning.NOTHING),
        (LinkType("Gantt: start-finish", inward="is triggered by", outward="is triggering"), "inward", Meaning.NOTHING),
        (LinkType("Fallback", inward="has fallback", outward="backs"), "outward", Meaning.IS_FALLBACK),
        (LinkType("Plan B", inward="has plan B", outward="is fallback for"), "inward", Meaning.HAS_FALLBACK),
        (LinkType("Bare"), "inward", Meaning.NOTHING),
    ],
)
def test_the_phrases_tell_what_an_issue_is_in_a_link(link, side, role):
    assert meaning(link, side, PLAIN) is role


@pytest.mark.parametrize(
    ("waits", "side", "role"),
    [
        ("outward", "outward", Meaning.WAITS),
        ("outward", "inward", Meaning.IS_WAITED_FOR),
        ("neither", "inward", Meaning.NOTHING),
    ],
)
def test_the_configuration_comes_before_the_phrases(waits, side, role):
    dialect = JiraDialect(name="jira/acme", blocking={"blocks": waits})

    assert meaning(BLOCKS, side, dialect) is role
