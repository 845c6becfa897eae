"""Who may see pages and use the API, as configured; and what is said of a configuration that lets in too many."""

import re
from pathlib import Path

import pytest

from service.access.viewer import Role
from service.pipeline.decisions import Decisions
from service.settings import SettingsError, check, load

CANARY = "k33p-me-s3cret-and-tell-nobody"
PUBLIC = '[server]\npublic_url = "https://detour.acme.example"\n'
OPENID = f"""
[access.openid]
issuer = "https://login.acme.example"
client_id = "detour"
client_secret = "{CANARY}"
"""
GITHUB = f"""
[access.github]
client_id = "Iv1.acme"
client_secret = "{CANARY}"
"""
ROLES = """
[access.roles]
viewer = ["group:engineering"]
operator = ["group:GitHub:Acme/SRE", "team:payments"]
admin = ["person:Ada@acme.example", "person:github:@Grace", "person:00u1"]
"""
TEAM = "[teams.payments]\n"


@pytest.fixture
def file(tmp_path):
    def written(text):
        path = tmp_path / "detour.toml"
        path.write_text(text)
        return path

    return written


def refused(path):
    with pytest.raises(SettingsError) as caught:
        load(path)
    [problem] = caught.value.problems
    assert CANARY not in f"{caught.value!r} {caught.value.__cause__!r}"
    return problem.partition(": ")[2]


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ({"group:engineering"}, Role.VIEWER),
        ({"group:engineering", "group:github:acme/sre"}, Role.OPERATOR),
        ({"team:payments"}, Role.OPERATOR),
        ({"person:ada@acme.example", "group:engineering"}, Role.ADMIN),
        ({"person:github:@grace"}, Role.ADMIN),
        ({"person:00u1"}, Role.ADMIN),
        ({"group:sales", "person:00U1"}, None),
        (set(), None),
    ],
)
def test_a_person_has_the_highest_role_that_names_them(file, groups, role):
    roles = load(file(PUBLIC + OPENID + ROLES + TEAM)).access.roles

    assert roles.role(frozenset(groups)) is role


def test_a_star_is_everybody_who_can_sign_in(file):
    roles = load(file(f'{PUBLIC}{OPENID}[access.roles]\nviewer = ["*"]')).access.roles

    assert roles.role(frozenset()) is Role.VIEWER


def test_without_a_table_this_machine_alone_is_served(file):
    access = load(file("")).access

    assert (access.is_open, access.signs_in) == (False, False)
    assert "Who may see it:\n  pages and API answer this machine alone\n" in check(file(""))
    assert "pages and API answer nobody yet: [access] has no way to sign in" in check(
        file('[server]\nhost = "0.0.0.0"')
    )


def test_secrets_come_from_files_and_from_the_environment(file, tmp_path):
    for name in ("openid", "github", "bearer"):
        (tmp_path / name).write_text(f"{CANARY}-{name}\n")
    written = PUBLIC + (OPENID + GITHUB + ROLES + TEAM).replace(f'client_secret = "{CANARY}"', "")
    written = written.replace("[access.openid]", '[access]\nbearer_token_file = "bearer"\n[access.openid]')
    written = written.replace("[access.openid]", '[access.openid]\nclient_secret_file = "openid"')

    access = load(file(written), {"DETOUR_ACCESS__GITHUB__CLIENT_SECRET": f"{CANARY}-github"}).access

    held = (access.openid.client_secret, access.github.client_secret, access.bearer_token)
    assert [one.get_secret_value() for one in held] == [f"{CANARY}-{name}" for name in ("openid", "github", "bearer")]


def test_a_way_to_sign_in_can_come_from_the_environment_alone(file):
    environment = {
        "DETOUR_ACCESS__GITHUB__CLIENT_ID": "Iv1.acme",
        "DETOUR_ACCESS__GITHUB__CLIENT_SECRET": CANARY,
        "DETOUR_ACCESS__ROLES__VIEWER": "group:github:acme, person:github:@ada",
    }

    access = load(file(PUBLIC), environment).access

    assert (access.github.client_id, access.roles.viewer) == ("Iv1.acme", ("group:github:acme", "person:github:@ada"))


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://github.com", "https://api.github.com"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://github.acme.example", "https://github.acme.example/api/v3"),
        ("http://127.0.0.1:4000", "http://127.0.0.1:4000/api/v3"),
    ],
)
def test_each_github_has_its_api_somewhere_else(file, url, api):
    written = f'{PUBLIC}{GITHUB}url = "{url}"\n[access.roles]\nviewer = ["group:github:acme"]'

    assert load(file(written)).access.github.api_url == api


def test_the_summary_tells_who_may_come_in_and_no_secret(file):
    seen = '[[visibility]]\ncontainers = ["jira:SEC"]\nviewers = ["group:security", "token:ci"]\n'
    bearer = f'[access]\nbearer_token = "{CANARY}"\n'

    said = check(file(PUBLIC + bearer + OPENID + GITHUB + ROLES + TEAM + seen))

    assert (
        "  single sign-on at https://login.acme.example, as detour\n  GitHub at https://github.com, as Iv1.acme" in said
    )
    assert "  operator: group:github:acme/sre, team:payments\n" in said
    assert "  viewer: whoever has the bearer token\n" in said
    assert "  jira:SEC: seen by admins and group:security, token:ci alone\n" in said
    assert CANARY not in said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PUBLIC + OPENID, "access.roles: says of nobody that they may come in; write for example [access.roles]"),
        (ROLES + TEAM, "access.roles: is for those who sign in: add [access.openid] or [access.github]"),
        (OPENID + ROLES + TEAM, "server.public_url: is where people come back to from signing in"),
        (
            (PUBLIC + OPENID + ROLES + TEAM).replace("https://detour", "http://detour"),
            "server.public_url: should begin",
        ),
        (
            (PUBLIC + OPENID + ROLES + TEAM).replace("https://login", "http://login"),
            "access.openid.issuer: should begin",
        ),
        (PUBLIC + GITHUB + '[access.roles]\nviewer = ["*"]', "access.roles.viewer: says * and means everybody with"),
        (PUBLIC + OPENID + ROLES, "access.roles.operator: payments is no configured team; teams are the tables"),
        (PUBLIC + OPENID + '[access.roles]\nviewer = ["token:ci"]', 'access.roles.viewer[0]: "token:ci" names nobody'),
        (
            PUBLIC + OPENID + '[access.roles]\nviewer = ["ada"]',
            'access.roles.viewer[0]: "ada" names nobody; write group',
        ),
        ('[access]\nbearer_token = "short"', "access.bearer_token: has fewer than 24 characters; this makes one"),
        (
            f'[access]\nbearer_token = "{CANARY}"\nbearer_role = "owner"',
            "access.bearer_role: should be 'viewer', 'oper",
        ),
        ("[access]\nsession_hour = 3", "access.session_hour: is no known key; did you mean session_hours?"),
        (PUBLIC + OPENID.replace("issuer", "isuer"), "access.openid.i"),
        (f"{PUBLIC}{OPENID}scopes = ['email']\n{ROLES}{TEAM}", 'access.openid.scopes: should hold "openid"'),
        ('[[visibility]]\ncontainers = ["jira:PAY"]\nviewers = ["*"]', 'visibility[0].viewers[0]: "*" names nobody'),
        ('[[visibility]]\ncontainers = ["jira:PAY"]\nviewers = ["team:pay"]', "visibility[0].viewers: pay is no confi"),
        ('[access]\nbearer_token_file = "none"', "access.bearer_token_file: cannot be read: No such file"),
        (f'[access.openid]\nclient_secret_file = "none"\n{PUBLIC}', "access.openid."),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_stands(file, text, problem):
    with pytest.raises(SettingsError) as caught:
        load(file(text))

    assert any(one.partition(": ")[2].startswith(problem) for one in caught.value.problems), caught.value.problems
    assert CANARY not in f"{caught.value!r} {caught.value}"


def test_who_may_look_changes_no_verdict(file):
    plain, opened = load(file(TEAM)), load(file(PUBLIC + OPENID + ROLES + TEAM))
    elsewhere = load(file(PUBLIC + TEAM))

    assert Decisions(opened).digest == Decisions(elsewhere).digest != Decisions(plain).digest


def test_what_the_readme_shows_can_be_meant(file, tmp_path):
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    example = readme.partition("## Who may see it")[2].partition("```toml\n")[2].partition("```")[0]
    for name in re.findall(r'_file = "/run/secrets/([\w-]+)"', example):
        (tmp_path / name).write_text(CANARY)

    access = load(file(f"{example}{TEAM}".replace("/run/secrets/", f"{tmp_path}/"))).access

    assert (access.openid.name, access.github.url, access.session_hours) == ("Acme", "https://github.com", 12)
