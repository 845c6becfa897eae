"""Teams as they stand in a configuration: readable, with their reasons, and whatever names of others hold."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from service.settings import Settings
from service.settings.teams import TeamTable
from service.setup.proposal import Claim, ProposedTeam
from service.setup.team_tables import configured_teams, owned_already, text_of


def test_each_entry_has_its_reason_behind_it():
    claims = [Claim("jira:PAY", "it is called like the team"), Claim("github:acme/pay-*", "its name begins with pay")]

    told = text_of(ProposedTeam("payments", "Payments", claims, ("github:@mia",), "of the GitHub team acme/payments"))

    assert told.splitlines() == [
        "[teams.payments]",
        'name = "Payments"',
        "owns = [",
        '    "jira:PAY", # it is called like the team',
        '    "github:acme/pay-*", # its name begins with pay',
        "]",
        'members = ["github:@mia"] # of the GitHub team acme/payments',
    ]


@given(st.text(min_size=1), st.text(), st.from_regex(r"[a-z0-9-]+", fullmatch=True))
def test_whatever_things_are_called_it_is_a_configuration(name, reason, slug):
    team = ProposedTeam(slug, name, [Claim(f"field:Team={name.strip() or 'x'}", reason)])

    [table] = tomllib.loads(text_of(team))["teams"].values()

    assert table["owns"] == [f"field:Team={name.strip() or 'x'}"]
    assert set(table) == {"name", "owns"}


def test_what_teams_own_is_known_however_they_say_it():
    settings = Settings(teams={"pay": TeamTable(name="Team Payments", owns=("github:acme/pay-*", "jira:PAY"))})

    is_owned = owned_already(settings)

    assert [is_owned(one) for one in ("github:acme/Pay-web", "jira:pay", "github:acme/web", "field:Team=Pay")] == [
        True,
        True,
        False,
        False,
    ]
    assert configured_teams(settings) == {"pay": "pay", "payments": "pay"}
