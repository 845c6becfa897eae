"""The numbers of custom fields that are written, because they are others than Cloud's own."""

from connectors.jira.inspection_answers import Field, Schema
from service.setup.connecting import other_fields

TEAM = "com.atlassian.teams:rm-teams-custom-field-team"


def field(number, name, custom="com.acme:text"):
    return Field(f"customfield_{number}", name, Schema(custom))


def test_a_field_is_found_by_its_name_and_a_team_by_its_type():
    there = [field(77, "Squad", TEAM), field(10020, "Sprint"), field(88, "epic link"), field(99, "Other")]

    assert other_fields(there) == {"Team": "customfield_77", "Epic Link": "customfield_88"}


def test_where_all_have_their_usual_numbers_nothing_is_written():
    assert other_fields([field(10001, "Team", TEAM), field(10014, "Epic Link"), field(10020, "Sprint")]) == {}


def test_a_field_of_jiras_own_of_that_name_is_none():
    assert other_fields([Field("team", "Team", None)]) == {}
