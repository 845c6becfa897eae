import pytest

from service.access.people import People
from service.access.turned_away import TurnedAwayError
from service.access.viewer import Role, Viewer
from service.settings import Settings
from service.settings.access import AccessTable, GitHubSignIn, RolesTable
from service.settings.configuration import Server
from service.settings.teams import TeamTable
from service.store.access_sessions import Person

GITHUB = GitHubSignIn(client_id="Iv1", client_secret="s3cret")  # noqa: S106
ROLES = RolesTable(viewer=("group:github:acme",), operator=("team:web",))
ACCESS = AccessTable(github=GITHUB, roles=ROLES, bearer_token="t" * 32, bearer_role="operator")
ADA = Person("github", "github:@ada", "Ada", frozenset({"group:github:acme", "person:github:@ada"}))


def people(access=ACCESS, **teams):
    server = Server(public_url="https://detour.acme.example")
    return People(Settings(server=server, access=access, teams={"web": TeamTable(), **teams}))


def test_a_person_is_a_viewer_with_the_role_that_names_them():
    found = people().viewer(ADA, "form token")

    assert found == Viewer("github:@ada", "Ada", Role.VIEWER, ADA.groups, "form token")


def test_the_members_of_a_team_are_of_its_group():
    found = people(web=TeamTable(members=("github:@Ada",))).viewer(ADA, "")

    assert (found.role, found.groups - ADA.groups) == (Role.OPERATOR, {"team:web"})


def test_whose_way_in_is_none_any_more_is_nobody():
    plain = AccessTable(bearer_token="t" * 32)

    assert people(plain).viewer(ADA, "") is None
    assert people(AccessTable()).viewer(people().holder(), "") is None


def test_the_holder_of_the_bearer_token_is_known_until_there_is_another():
    holder = people().holder()
    other = AccessTable(bearer_token="u" * 32)

    assert people().viewer(holder, "f") == Viewer("bearer", "the bearer token", Role.OPERATOR, frozenset(), "f")
    assert people(other).viewer(holder, "") is None
    assert people(AccessTable()).holder() is None
    assert "t" * 32 not in str(holder)


def test_whom_nobody_names_is_told_by_what_they_could_be_named():
    stranger = Person("github", "github:@eve", "Eve\x1b[31m", frozenset(f"group:g{number:02}" for number in range(30)))

    with pytest.raises(TurnedAwayError) as caught:
        people().viewer(stranger, "")

    assert (caught.value.status, caught.value.title) == (403, "Eve [31m, you may not come in yet")
    assert "group:g00, group:g01" in caught.value.advice[1]
    assert "group:g19 and 10 more" in caught.value.advice[1]
