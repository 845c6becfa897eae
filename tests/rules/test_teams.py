import pytest

from rules.model import Issue, Ref, State
from rules.policy import Owned, Specificity, Team
from rules.teams import Owners


def team(slug, *owns):
    return Team(slug, slug.title(), owns)


def container(pattern, tracker="github"):
    return Owned(Specificity.CONTAINER, pattern, tracker)


LABEL = team("label", Owned(Specificity.LABEL, "team-a"))
COMPONENT = team("component", Owned(Specificity.COMPONENT, "Ledger", "PAY"))
FIELD = team("field", Owned(Specificity.FIELD, "Payments", "Team"))
PROJECT = team("project", container("PAY", "jira"))
TEAMS = (PROJECT, FIELD, COMPONENT, LABEL)


def issue(text="PAY-1", site="jira/acme", **fields):
    return Issue(ref=Ref(site, text), vendor_id="1", title="", url="", state=State.OPEN, **fields)


@pytest.mark.parametrize(
    ("fields", "owner"),
    [
        ({}, "project"),
        ({"fields": (("Team", "payments"),)}, "field"),
        ({"fields": (("Squad", "Payments"),)}, "project"),
        ({"components": ("ledger",), "fields": (("Team", "Payments"),)}, "component"),
        ({"labels": ("Team-A",), "components": ("Ledger",)}, "label"),
    ],
)
def test_the_most_specific_owner_counts(fields, owner):
    assert Owners(TEAMS).of_issue(issue(**fields)).team.slug == owner


def test_a_component_belongs_to_its_project_only():
    owners = Owners(TEAMS)

    assert owners.of_issue(issue("SHOP-1", components=("Ledger",))).team is None


@pytest.mark.parametrize(
    ("repository", "owner"),
    [("acme/pay-api", "exact"), ("acme/pay-web", "longer"), ("acme/shop", "glob"), ("Acme/SHOP", "glob")],
)
def test_a_name_is_more_specific_than_a_glob_and_a_longer_glob_than_a_shorter(repository, owner):
    owners = Owners(
        (
            team("glob", container("acme/*")),
            team("longer", container("acme/pay-*")),
            team("exact", container("acme/pay-api")),
        )
    )

    assert owners.of_container(Ref("github/acme", f"{repository}#1")).team.slug == owner


def test_a_tie_goes_to_the_first_team_and_is_told():
    first, second = team("first", container("acme/*")), team("second", container("acme/*"))

    found = Owners((first, second)).of_container(Ref("github/acme", "acme/web#1"))

    assert (found.team, found.tied) == (first, (first, second))


def test_a_team_that_claims_twice_is_no_tie():
    twice = team("twice", Owned(Specificity.LABEL, "a"), Owned(Specificity.LABEL, "b"))

    found = Owners((twice,)).of_issue(issue(labels=("a", "b")))

    assert (found.team, found.tied) == (twice, ())


def test_trackers_are_told_apart():
    assert Owners(TEAMS).of_container(Ref("github/acme", "PAY#1")).team is None
