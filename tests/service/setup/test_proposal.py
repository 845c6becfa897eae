"""What teams are proposed for an organisation, and what each entry of theirs is said to come from."""

import pytest

from service.setup.landscape import GitHubTeam, Landscape, Project
from service.setup.proposal import proposed


def owns(proposal):
    """What each team is to own, by its slug."""
    return {team.slug: sorted(claim.entry for claim in team.claims) for team in proposal.teams}


def reason(proposal, entry):
    claims = [claim for team in proposal.teams for claim in team.claims] + list(proposal.left)
    [found] = [claim.reason for claim in claims if claim.entry == entry]
    return found


def left(proposal):
    return sorted(claim.entry for claim in proposal.left)


def team(slug, members=(), **places):
    return GitHubTeam("acme", slug, slug.title(), {f"acme/{name}": may for name, may in places.items()}, members)


def test_spellings_of_one_team_become_one_with_all_that_it_owns():
    landscape = Landscape(
        repositories=("acme/ledger",),
        teams=(team("team-payments", ("mia", "noor")),),
        code_owners={"acme/ledger": "*  @acme/team-payments\n"},
        projects=(Project("PAY", "Payments", teams={"Payments Squad": 3}),),
    )

    found = proposed(landscape)

    assert owns(found) == {"payments": ["field:Team=Payments Squad", "github:acme/ledger", "jira:PAY"]}
    [payments] = found.teams
    assert payments.members == ("github:@mia", "github:@noor")
    assert reason(found, "github:acme/ledger") == "CODEOWNERS names the team"
    assert reason(found, "field:Team=Payments Squad") == "Jira's field Team names it in PAY"


def test_code_owners_go_before_rights_and_rights_before_names():
    landscape = Landscape(
        repositories=("acme/web-shop", "acme/web-admin", "acme/web-tools", "acme/api"),
        teams=(team("web", **{"web-shop": "admin", "web-admin": "admin"}), team("api", **{"web-admin": "write"})),
        code_owners={"acme/web-shop": "* @acme/api\n"},
    )

    found = proposed(landscape)

    assert owns(found) == {
        "api": ["github:acme/api", "github:acme/web-shop"],
        "web": ["github:acme/web-admin", "github:acme/web-tools"],
    }
    assert reason(found, "github:acme/web-admin") == "the GitHub team alone has admin rights"
    assert reason(found, "github:acme/web-tools") == "its name begins with web"


def test_names_in_any_script_are_told_apart():
    found = proposed(Landscape(projects=(Project("A", "支付"), Project("B", "Поиск"), Project("C", "!"))))

    assert [one.slug for one in found.teams] == ["unnamed", "поиск", "支付"]


def test_what_two_teams_may_alike_is_left_with_the_reason():
    landscape = Landscape(
        repositories=("acme/shared", "acme/both"),
        teams=(team("web", shared="write", both="admin"), team("api", shared="write")),
        code_owners={"acme/both": "* @acme/web @acme/api"},
    )

    found = proposed(landscape)

    assert owns(found) == {}
    assert reason(found, "github:acme/shared") == "web, api have write rights alike"
    assert reason(found, "github:acme/both") == "CODEOWNERS names web, api"


def test_a_team_that_may_only_read_owns_nothing():
    found = proposed(Landscape(repositories=("acme/api",), teams=(team("guests", api="read"),)))

    assert (owns(found), left(found)) == ({}, ["github:acme/api"])


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (Project("XYZ", "payments"), "it is called like the team"),
        (Project("PAYMENTS", "Money"), "it is called like the team"),
        (Project("PAY", "Money"), "the team's name begins with its key"),
        (Project("XYZ", "Money", teams={"Payments": 9, "Web": 1}), "9 of 10 issues that name a team name it"),
    ],
    ids=["name", "key", "short key", "issues"],
)
def test_a_project_finds_its_team(project, expected):
    known = Project("OTHER", "Elsewhere", teams={"Payments": 1, "Web": 1})

    found = proposed(Landscape(projects=(known, project)))

    assert f"jira:{project.key}" in owns(found)["payments"]
    assert reason(found, f"jira:{project.key}") == expected


def test_a_project_of_several_teams_is_nobodys_and_its_components_are_theirs():
    shared = Project("SHOP", "Shop", ("Payments", "Search"), {"Payments": 5, "Web": 5})

    found = proposed(Landscape(projects=(shared,)))

    assert owns(found) == {"payments": ["component:SHOP/Payments", "field:Team=Payments"], "web": ["field:Team=Web"]}
    assert left(found) == ["jira:SHOP"]
    assert reason(found, "jira:SHOP") == "its issues name Payments, Web"


def test_a_project_that_nothing_speaks_for_is_a_team_of_its_own():
    found = proposed(Landscape(projects=(Project("OPS", "Operations"),)))

    assert [(one.slug, one.name) for one in found.teams] == [("operations", "Operations")]


def test_repositories_are_one_pattern_only_where_it_fits_no_others():
    places = ("acme/pay-web", "acme/pay-api", "acme/web-a", "acme/web-b", "acme/web-c")
    rights = {"pay-web": "admin", "pay-api": "admin"}
    landscape = Landscape(
        repositories=places,
        teams=(team("payments", **rights), team("site", **{"web-a": "admin", "web-b": "admin"})),
        code_owners={"acme/web-c": "* @acme/other"},
    )

    found = owns(proposed(landscape))

    assert found["payments"] == ["github:acme/pay-*"]
    assert found["site"] == ["github:acme/web-a", "github:acme/web-b"]


def test_what_is_configured_is_not_proposed_again():
    landscape = Landscape(
        repositories=("acme/pay",),
        teams=(team("payments", pay="admin"),),
        projects=(Project("PAY", "Payments"), Project("OPS", "Operations")),
    )

    found = proposed(landscape, lambda entry: entry == "jira:OPS", {"payments": "pay"})

    assert owns(found) == {}
    assert left(found) == ["github:acme/pay", "jira:PAY"]
    assert reason(found, "jira:PAY") == "it could be added to [teams.pay]: it is called like the team"


def test_a_large_organisation_is_no_work():
    repositories = tuple(f"acme/t{number % 50}-{number}" for number in range(2000))
    teams = tuple(team(f"t{number}", **{f"t{number}-{number}": "admin"}) for number in range(50))

    found = proposed(Landscape(repositories=repositories, teams=teams))

    assert owns(found)["t7"] == ["github:acme/t7-*"]
    assert len(found.teams) == 50
