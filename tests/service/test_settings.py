"""What a configuration means, and what is said of one that cannot be meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from connectors.jira.dialect import DEFAULT_DROPPED
from rules.addresses import Addresses, Site
from rules.engine import catalogue
from rules.graph import Graph
from rules.model import PlanSign, Ref
from rules.policy import ALL_SIGNS, Owned, Specificity, Team
from rules.rule import Finding, Rule, Severity
from rules.statements import Waiver
from service.settings import Settings, SettingsError, check, load
from service.settings.access import AccessTable, GitHubSignIn, OpenIdTable, RolesTable
from service.settings.configuration import Comments, Server, Store
from service.settings.own_rules import OwnRuleTable
from service.settings.policy_table import PolicyTable, WaiverTable
from service.settings.rule_words import ANNOUNCED, checked_settings, setting_types
from service.settings.schedule import ScheduleTable
from service.settings.secret_files import secret_keys
from service.settings.sites import GitHubSite, JiraSite
from service.settings.teams import TeamTable, VisibilityTable, owned

DESIGN = """
[server]
host = "127.0.0.1"
port = 8000
public_url = "https://detour.acme.example"
[store]
url = "sqlite:///detour.db"            # or postgresql://user@host/detour
[[github]]
name = "acme"                          # /webhooks/github/acme
api_url = "https://api.github.com"
organizations = ["acme"]
webhook_secrets = ["..."]              # several, so that they can be rotated
token = "..."                          # or app_id and private_key_file
[[jira]]
name = "acme"                          # /webhooks/jira/acme
url = "https://acme.atlassian.net"
flavor = "cloud"                       # or "datacenter"
email = "bot@acme.example"
token = "..."
webhook_secrets = ["..."]
projects = ["PAY", "SHOP"]
blocking = [{ type = "Blocks", waits = "inward" }, { type = "Depends", waits = "outward" }]
fallback = [{ type = "Fallback", fallback = "outward" }]
[teams.payments]
name = "Payments"
owns = ["jira:PAY", "github:acme/pay-*", "label:team-payments", "component:PAY/Ledger", "field:Team=Payments"]
integrator = "@payments-pm"
members = ["github:@their-guide", "jira:ACCOUNT_ID"]
[policy]
select = ["ALL"]
ignore = []
danger_odds = 0.5
automation_accounts = ["github:@dependabot"]
[policy.settings.request-gone-quiet]
quiet_days = 14
[[policy.rules]]                       # the organisation's own, see the rulebook
[[policy.waivers]]
[[visibility]]
containers = ["jira:PAY", "github:acme/pay-*"]
[comments]
mode = "dry-run"                       # or "live"; also by team, project, repository
[schedule]
audit = "0 6 * * 1-5"
"""
JIRA = '[[jira]]\nname = "acme"\nurl = "https://acme.atlassian.net"\n'
GITHUB = '[[github]]\nname = "acme"\n'
WAIVER = '[[policy.waivers]]\nissue = "PAY-1"\nuntil = 2026-12-01\nbecause = "signed"\nby = "Ada"\n'
CANARY = "c4n4ry-of-a-secret"


@dataclass(frozen=True, kw_only=True)
class Quiet(Rule):
    """A rule with settings of each kind."""

    code = "XX304"
    name = "quiet"
    severity = Severity.WARNING
    days: int = 14
    share: float = 0.5
    loud: bool = False
    labels: tuple[str, ...] = ("later",)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Finds nothing."""
        del graph
        yield from ()


@pytest.fixture
def file(tmp_path):
    """Writes a configuration and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "detour.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def problems(file):
    """The lines that are said of a configuration, the file's name left out."""

    def of(text: str, **environment: str) -> list[str]:
        path = file(text)
        with pytest.raises(SettingsError) as caught:
            load(path, environment)
        return [line.removeprefix(f"{path}: ") for line in str(caught.value).splitlines()]

    return of


def test_the_designs_example_means_what_it_says(file):
    settings = load(file(DESIGN))
    policy = settings.policy()
    [team] = policy.teams

    assert settings.addresses().sites == (
        Site("github/acme", "github.com", ("acme",)),
        Site("jira/acme", "acme.atlassian.net", ("PAY", "SHOP")),
    )
    assert (team.slug, team.name, team.integrator) == ("payments", "Payments", "@payments-pm")
    assert team.members == {"github:@their-guide", "jira:ACCOUNT_ID"}
    assert [one.kind.value for one in team.owns] == ["container", "container", "label", "component", "field"]
    assert (policy.select, policy.ignore, policy.waivers) == ({"ALL"}, frozenset(), ())
    assert policy.settings == {"request-gone-quiet": {"quiet_days": 14}}
    assert policy.planned_by == ALL_SIGNS
    assert policy.visibility == (("jira:PAY", "github:acme/pay-*"),)
    assert (settings.server.port, settings.comments.mode, settings.schedule.audit) == (8000, "dry-run", "0 6 * * 1-5")


def test_no_file_is_the_defaults():
    settings = load(None)

    assert settings == Settings()
    assert settings.addresses().sites == ()
    assert settings.policy().selects("DT101", "missing-fallback")
    assert settings.comments.mode == "dry-run"


def test_a_byte_order_mark_does_not_matter(tmp_path):
    (tmp_path / "detour.toml").write_bytes(b"\xef\xbb\xbf" + JIRA.encode())

    assert load(tmp_path / "detour.toml").addresses().sites[0].name == "jira/acme"


def test_a_jira_dialect_has_folded_names_and_what_is_configured_over_the_defaults(file):
    written = (
        'blocking = [{ type = "Is  Needed", waits = "neither" }]\ndropped = ["Won\u2019t Do"]\nfields.team = "c_1"\n'
    )

    [dialect] = load(file(JIRA + written)).jira_dialects()

    assert dialect.blocking == {"is needed": "neither"}
    assert dialect.fallback == {"fallback": "outward"}
    assert dialect.fields == {"Sprint": "customfield_10020", "Team": "c_1", "Epic Link": "customfield_10014"}
    assert dialect.dropped == {"won't do"}
    assert dialect.duplicates == {"duplicate", "moved"}


@pytest.mark.parametrize("name", ["won't do", "invalid", "cannot reproduce", "not a bug", "hold", "needs more info"])
def test_resolutions_that_mean_dropped_are_known(name):
    assert name in DEFAULT_DROPPED


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("", "github.com"),
        ('api_url = "https://API.github.com/"', "github.com"),
        ('api_url = "https://ghe.acme.example/api/v3"', "ghe.acme.example"),
        ('api_url = "https://GHE.acme.example:8443/api/v3/"', "ghe.acme.example:8443"),
        ('api_url = "https://api.acme.ghe.com"', "acme.ghe.com"),
        ('api_url = "http://127.0.0.1:8080"', "127.0.0.1:8080"),
        ('api_url = "https://proxy.acme.example"\nurl = "https://git.acme.example:443"', "git.acme.example"),
    ],
)
def test_a_githubs_host_comes_from_its_api_url(file, line, host):
    settings = load(file(GITHUB + line))

    [dialect] = settings.github_dialects()
    assert (dialect.host, settings.addresses().sites[0].host) == (host, host)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Acme.atlassian.net/", "acme.atlassian.net"),
        ("https://Intra.acme.example/Jira/", "intra.acme.example/jira"),
        ("http://localhost:2990/jira", "localhost:2990/jira"),
    ],
)
def test_a_jiras_host_has_its_context_path(file, url, host):
    settings = load(file(f'[[jira]]\nname = "acme"\nurl = "{url}"\n'))

    assert settings.addresses().sites == (Site("jira/acme", host),)
    assert settings.jira_dialects()[0].url == url.rstrip("/")


@pytest.mark.parametrize(
    ("site", "text", "within"),
    [
        ("jira/acme", "PAY-1", True),
        ("jira/acme", "pay-1", True),
        ("jira/acme", "SHOP-1", False),
        ("github/acme", "acme/web#1", True),
        ("github/acme", "other/web#1", True),
        ("jira/other", "PAY-1", False),
    ],
)
def test_scope_is_the_connected_sites_and_the_containers_named_there(file, site, text, within):
    settings = load(file(GITHUB + JIRA + 'projects = ["PAY"]'))

    assert settings.in_scope(Ref(site, text)) is within
    assert load(None).in_scope(Ref(site, text))


@pytest.mark.parametrize(
    ("entry", "meaning"),
    [
        ("jira:PAY", Owned(Specificity.CONTAINER, "PAY", "jira")),
        ("github:acme/pay-*", Owned(Specificity.CONTAINER, "acme/pay-*", "github")),
        ("GitHub: acme/*", Owned(Specificity.CONTAINER, "acme/*", "github")),
        ("label:team:payments", Owned(Specificity.LABEL, "team:payments")),
        ("component:PAY/Ledger/New", Owned(Specificity.COMPONENT, "Ledger/New", "PAY")),
        ("field:Team = A=B", Owned(Specificity.FIELD, "A=B", "Team")),
        *((wrong, None) for wrong in ("PAY", "jira:", "jira:a/b", "github:acme", "github:/x", "github:a/b/c")),
        *((wrong, None) for wrong in ("label:", "component:PAY", "field:Team", "field:=x", "team:x", "")),
    ],
)
def test_owns_has_five_forms(entry, meaning):
    assert owned(entry) == meaning


def test_accounts_are_named_in_one_way(file):
    written = '[teams.a]\nmembers = ["github:@Ada", "GitHub:bob", "jira:557058:Xy", "github:@renovate[bot]"]'

    [team] = load(file(written)).policy().teams

    assert team == Team("a", "a", members=frozenset({"github:@ada", "github:@bob", "jira:557058:Xy", *team.members}))
    assert "github:@renovate[bot]" in team.members


def test_planned_vendors_and_keywords_are_read(file):
    written = 'planned = ["needed-by", "active-sprint"]\nvendors = ["stripe"]\nkeywords.waits_on = ["Braucht"]'

    settings = load(file(f"[policy]\n{written}"))

    assert settings.policy().planned_by == PlanSign.NEEDED_BY | PlanSign.ACTIVE_SPRINT
    assert settings.policy().vendors == ("stripe",)
    assert settings.keywords().waits_on == ("Braucht",)


def test_a_waiver_speaks_of_issues_on_the_connected_sites(file):
    written = WAIVER.replace("PAY-1", "https://acme.atlassian.net/browse/PAY-1")
    more = 'blocker = "acme/web#2"\nrule = "missing-fallback"\n'

    [waiver] = load(file(GITHUB + JIRA + written + more)).policy().waivers

    issue, blocker = Ref("jira/acme", "PAY-1"), Ref("github/acme", "acme/web#2")
    assert waiver == Waiver(issue, date(2026, 12, 1), "signed", "Ada", blocker, "DT101")


def test_without_sites_a_waiver_waits_for_those_of_a_saved_file(file):
    settings = load(file(WAIVER))

    assert settings.policy().waivers == ()
    assert [str(one.issue) for one in settings.policy(Addresses([Site("jira/saved")])).waivers] == ["PAY-1"]


@pytest.mark.parametrize("word", ["DT101", "dt101", "missing-fallback", "Missing-Fallback"])
def test_a_rule_is_named_by_code_or_name(file, word):
    policy = load(file(f'[policy]\nignore = ["{word}"]')).policy()

    assert not policy.selects("DT101", "missing-fallback")


def test_a_rules_settings_become_the_types_of_its_fields():
    given_settings = {"xx304": {"days": 3, "share": 1, "loud": True, "labels": ["a", "b"]}}

    settings = checked_settings(given_settings, [Quiet])

    assert settings == {"quiet": {"days": 3, "share": 1.0, "loud": True, "labels": ("a", "b")}}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("day", 3, "is no setting of quiet; did you mean days? it has days, labels, loud, share"),
        ("days", "soon", "should be a whole number, such as days = 14"),
        ("days", True, "should be a whole number, such as days = 14"),
        ("days", -1, "should be a whole number, such as days = 14"),
        ("days", 10**400, "should be a whole number, such as days = 14"),
        ("share", float("nan"), "should be a number, such as share = 0.5"),
        ("loud", "perhaps", "should be true or false, such as loud = false"),
        ("labels", "later", 'should be a list, such as labels = ["later"]'),
    ],
)
def test_a_setting_that_does_not_fit_its_rule_is_refused(key, value, said):
    with pytest.raises(PydanticCustomError) as caught:
        checked_settings({"quiet": {key: value}}, [Quiet])

    assert caught.value.context == {"refusals": ((("quiet", key), said),)}


def test_the_settings_of_every_rule_can_be_read():
    assert all(isinstance(setting_types(rule), dict) for rule in catalogue())


def test_an_announced_rule_comes_under_the_name_it_was_announced_by():
    assert [rule.name for rule in catalogue() if ANNOUNCED.get(rule.code, rule.name) != rule.name] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = \n", "is not TOML: Invalid value (at line 1, column 5)"),
        ("[polcy]", "polcy: is no known key; did you mean policy?"),
        ("zzz = 1", "zzz: is no known key; here are server, store, github, jira, teams, policy,"),
        (JIRA + 'projcts = ["PAY"]', "jira[0].projcts: is no known key; did you mean projects?"),
        (JIRA + 'token_fil = "x"', "jira[0].token_fil: is no known key; did you mean token_file?"),
        ('[teams."a\\nb".x]', 'teams."a\\u000ab".x: is no known key; here are name, owns, integrator, members'),
        (
            '[github]\nname = "acme"',
            "github: should stand in double brackets, such as [[github]]: there may be several",
        ),
        ('[jobs]\nrunner = "cluster"', 'jobs.runner: cluster needs PostgreSQL: write [store] url = "postgresql://'),
        ("server = 5", "server: should be a table, such as [server]; it is a number"),
        ('[server]\nport = "eight"', "server.port: should be a whole number, such as port = 8000; it is text"),
        ("[server]\nport = true", "server.port: should be a number, not true or false"),
        ("[server]\nport = 99999", "server.port: should be less than or equal to 65535, such as port = 8000"),
        (
            GITHUB + 'organizations = "acme"',
            'github[0].organizations: should be a list, such as organizations = ["acme"]',
        ),
        ('[[jira]]\nname = "acme"', 'jira[0].url: is missing; write for example url = "https://acme.atlassian.net"'),
        ('[[github]]\nname = "a/b"', "github[0].name: should be letters, digits, dots and hyphens only"),
        (JIRA + JIRA.replace("acme", "Acme"), "jira[1].name: is the name of another site already; each needs its own"),
        (
            JIRA + 'blocking = [{ type = "Blocks", waits = "sideways" }]',
            "jira[0].blocking[0].waits: should be 'inward', 'outward' or 'neither', such as waits = \"inward\"",
        ),
        (
            JIRA + 'fallback = [{ type = "F", fallback = "inward" }, { type = "f", fallback = "outward" }]',
            "jira[0].fallback[1].type: is listed twice: keep the line that is right",
        ),
        (
            JIRA.replace(".net", ".net/jira"),
            'jira[0].url: of a Cloud site ends with its host: write url = "https://acme.',
        ),
        (JIRA + 'flavor = "datacenter"', 'jira[0].flavor: of a site under atlassian.net is "cloud"'),
        (JIRA + 'token = "x"', "jira[0].email: is missing: a Cloud token works with its account's address"),
        (JIRA + 'webhook_secrets = [" "]', "jira[0].webhook_secrets[0]: is empty"),
        (
            JIRA.replace("https://acme.atlassian.net", "acme"),
            "jira[0].url: should be a web address that begins with https",
        ),
        (
            GITHUB + 'api_url = "https://github.com"',
            "github[0].api_url: is where people read; programs are served at api_",
        ),
        (GITHUB + "scan_share = 0", "github[0].scan_share: should be greater than 0, such as scan_share = 0.5"),
        (GITHUB + "scan_share = 50", "github[0].scan_share: should be less than or equal to 1, such as scan_share ="),
        (GITHUB + "scan_share = true", "github[0].scan_share: should be a number, not true or false"),
        (JIRA + "scan_share = 0", "jira[0].scan_share: should be greater than 0, such as scan_share = 0.5"),
        (JIRA + "scan_share = 1.1", "jira[0].scan_share: should be less than or equal to 1, such as scan_share ="),
        (GITHUB + "app_id = 5", "github[0].app_id: needs the App's key beside it: add private_key_file"),
        (GITHUB + 'private_key = "x"', "github[0].private_key: needs the App's number beside it: add app_id = 12345"),
        (GITHUB + 'token_file = "no.txt"', "github[0].token_file: cannot be read: No such file or directory"),
        (GITHUB + 'token = "x"\ntoken_file = "no.txt"', "github[0].token_file: stands beside token: keep one of them"),
        (
            '[teams.a]\nowns = ["PAY"]',
            'teams.a.owns[0]: "PAY" names nothing that a team can own; the five forms are jira:',
        ),
        ('[teams.a]\nmembers = ["bob"]', 'teams.a.members[0]: "bob" names no account; write github:@login or jira:ACC'),
        (
            '[[visibility]]\ncontainers = ["label:a"]',
            'visibility[0].containers[0]: "label:a" names no project or reposi',
        ),
        (
            '[policy]\nselect = ["missing-falback"]',
            'policy.select[0]: there is no rule "missing-falback"; did you mean missing-fallback (DT101)? `detour',
        ),
        ('[policy]\nignore = ["?"]', 'policy.ignore[0]: there is no rule "?"; `detour explain --all` lists the rules'),
        (
            "[policy.settings.request-gone-quite]",
            'policy.settings.request-gone-quite: there is no rule "request-gone-quite"; did you mean request-gone-',
        ),
        (
            "[policy.settings.missing-fallback]\ndays = 1",
            "policy.settings.missing-fallback.days: is no setting of missing-fallback, which has none",
        ),
        (
            "[policy.settings.DT304]\n[policy.settings.request-gone-quiet]",
            "policy.settings.request-gone-quiet: is a second table for request-gone-quiet",
        ),
        (
            "[policy]\ndanger_odds = nan",
            "policy.danger_odds: should be greater than or equal to 0, such as danger_odds",
        ),
        ('[policy]\nplanned = ["soon"]', "policy.planned[0]: should be 'in-progress', 'active-sprint',"),
        ('[policy]\nvendors = ["a b"]', "policy.vendors[0]: should be letters, digits, dots and hyphens only"),
        (
            WAIVER.replace("PAY-1", "#12"),
            "policy.waivers[0].issue: is no issue's address; write PAY-311, acme/web#12 or its",
        ),
        (WAIVER.replace("PAY-1", "vendor:x"), "policy.waivers[0].issue: is no issue's address"),
        (
            WAIVER + 'rule = "DT1011"',
            'policy.waivers[0].rule: there is no rule "DT1011"; did you mean missing-fallback',
        ),
        (
            WAIVER.replace("2026-12-01", '"soon"'),
            "policy.waivers[0].until: should be a date without quotes, such as until",
        ),
        (WAIVER.replace('"signed"', '""'), "policy.waivers[0].because: is empty; write it, such as because ="),
        (WAIVER.replace('by = "Ada"', ""), "policy.waivers[0].by: is missing; write for example by = "),
        (GITHUB + WAIVER, "policy.waivers[0].issue: is on no connected site, or on more than one: write its URL"),
        ('[store]\nurl = "mysql://x"', "store.url: should begin with sqlite:/// or postgresql://"),
        ('[comments]\nmode = "loud"', "comments.mode: should be 'dry-run' or 'live', such as mode ="),
        (
            '[teams.payments]\n[comments.teams]\npayment = "live"',
            "comments.teams.payment: is no configured team; did you me",
        ),
        ('[schedule]\naudit = "daily"', "schedule.audit: should be five fields, minute, hour, day, month, weekday"),
        (
            '[schedule]\naudit = "0 6 31 2 *"',
            "schedule.audit: should be five fields, minute, hour, day, month, weekday",
        ),
        ('[schedule]\ntime_zone = "Bern"', "schedule.time_zone: should be a time zone by its name"),
        ("[schedule]\nlook_back_minutes = -1", "schedule.look_back_minutes: "),
        ('[schedule]\nlook_back_minutes = "hourly"', "schedule.look_back_minutes: "),
    ],
)
def test_a_problem_is_told_with_its_key_and_its_fix(problems, text, said):
    [line] = problems(text)

    assert line.startswith(said)


def test_all_problems_are_told_at_once_each_on_a_line_with_the_file(file):
    path = file(
        '[server]\nport = "x"\n[policy]\nignore = ["DT999"]\n[teams.a]\nowns = ["x"]\n[comments]\nmod = "live"\n'
    )

    with pytest.raises(SettingsError) as caught:
        load(path)

    assert len(caught.value.problems) == len(str(caught.value).splitlines()) == 4
    assert all(line.startswith(f"{path}: ") for line in caught.value.problems)


def test_a_missing_file_says_so_and_how_to_make_one(tmp_path):
    with pytest.raises(SettingsError, match=r"no\.toml: there is no such file; write one.*\[\[jira\]\]"):
        load(tmp_path / "no.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000, b"a = 2026-99-99"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, content):
    path = tmp_path / "detour.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsError, match="is not TOML"):
        load(path)
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path)


SECRETIVE = f"""
[store]
url = "postgresql://detour:{CANARY}@db.acme.example/detour?password={CANARY}"
[[github]]
name = "acme"
token = "{CANARY}"
webhook_secrets = ["{CANARY}"]
[[jira]]
name = "acme"
url = "https://acme.atlassian.net"
email = "bot@acme.example"
token = "{CANARY}"
path_token = "{CANARY}"
"""


def test_secrets_are_kept_and_never_shown(file):
    path = file(SECRETIVE)
    settings = load(path)

    shown = f"{settings!r} {settings} {settings.policy()} {settings.jira_dialects()} {settings.github_dialects()}"
    assert CANARY not in shown + check(path) + settings.model_dump_json()
    assert settings.github[0].token.get_secret_value() == CANARY


@pytest.mark.parametrize(
    "wrong",
    [
        SECRETIVE + f'tokn = "{CANARY}"\n',
        SECRETIVE.replace("postgresql:", "oracle:"),
        SECRETIVE.replace('webhook_secrets = ["', 'webhook_secrets = "').replace('"]', '"'),
        SECRETIVE.replace("[[github]]", "[github]"),
        SECRETIVE.replace("https://acme.", f"https://bot:{CANARY}@acme."),
        SECRETIVE.replace(f'token = "{CANARY}"', f'token = {{ value = "{CANARY}" }}'),
        SECRETIVE.replace("[store]", f'[server]\nport = "{CANARY}"\nhost = ["{CANARY}"]\n[store]'),
        SECRETIVE.replace('email = "bot@acme.example"', ""),
        SECRETIVE + f'token = "{CANARY}"',
    ],
)
def test_errors_show_no_secret(file, wrong):
    with pytest.raises(SettingsError) as caught:
        load(file(wrong))

    error = caught.value
    assert CANARY not in f"{error} {error!r} {error.args} {error.__cause__}"
    assert error.__suppress_context__ or error.__context__ is None


def test_secrets_come_from_files_beside_the_configuration(file, tmp_path):
    (tmp_path / "token.txt").write_text("  s3cret\n")
    (tmp_path / "hooks.txt").write_text("new\n\nold\n")
    (tmp_path / "app.pem").write_text("BEGIN\nkey\nEND\n")
    written = 'webhook_secrets_file = "hooks.txt"\napp_id = 5\nprivate_key_file = "app.pem"\n'

    settings = load(file(GITHUB + written + JIRA + 'email = "a@b"\ntoken_file = "token.txt"'))

    assert [one.get_secret_value() for one in settings.github[0].webhook_secrets] == ["new", "old"]
    assert settings.github[0].private_key.get_secret_value() == "BEGIN\nkey\nEND"
    assert settings.jira[0].token.get_secret_value() == "s3cret"


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (Store, {"url": False}),
        (GitHubSite, {"proxy": False, "token": False, "private_key": False, "webhook_secrets": True}),
        (JiraSite, {"proxy": False, "token": False, "path_token": False, "webhook_secrets": True}),
        (Server, {}),
        (Comments, {}),
        (AccessTable, {"bearer_token": False}),
        (OpenIdTable, {"client_secret": False}),
        (GitHubSignIn, {"client_secret": False}),
        (ScheduleTable, {}),
    ],
)
def test_every_secret_can_come_from_a_file(table, names):
    assert secret_keys(table) == names


def test_the_environment_goes_over_the_file(file):
    environment = {
        "DETOUR_SERVER__PORT": "9000",
        "DETOUR_SERVER__HOST": "",
        "DETOUR_STORE__URL": "postgresql://db/detour",
        "DETOUR_POLICY__IGNORE": "DT105, missing-fallback",
        "DETOUR_JIRA__ACME__PROJECTS": '["PAY"]',
        "DETOUR_JIRA__0__TOKEN": "123",
        "DETOUR_JIRA__ACME__EMAIL": "bot@acme.example",
        "DETOUR_GITHUB__OTHER__TOKEN": "t",
        "DETOUR_TEAMS__PAYMENTS__OWNS": "jira:PAY,label:pay",
        "DETOUR_POLICY__SETTINGS__REQUEST_GONE_QUIET__QUIET_DAYS": "3",
        "DETOUR_VISIBILITY": '[{"containers": ["jira:PAY"]}]',
        "DETOUR_PORT": "tcp://10.0.0.1:80",
        "HOME": "/root",
    }

    settings = load(file(JIRA + "[server]\nport = 8000\nhost = '::1'"), environment)

    assert (settings.server.port, settings.server.host) == (9000, "::1")
    assert settings.store.url.get_secret_value() == "postgresql://db/detour"
    assert settings.policy_table.ignore == ("DT105", "DT101")
    assert (settings.jira[0].projects, settings.jira[0].token.get_secret_value()) == (("PAY",), "123")
    assert settings.github[0].name == "other"
    assert settings.teams["payments"].owns == ("jira:PAY", "label:pay")
    assert settings.policy().settings == {"request-gone-quiet": {"quiet_days": 3}}
    assert settings.policy().visibility == (("jira:PAY",),)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("DETOUR_POLICY__IGNORE", "DT101,DT999", 'policy.ignore[1]: there is no rule "DT999"'),
        ("DETOUR_SERVER__PORT", "eight", "server.port: should be a whole number"),
        ("DETOUR_STOER__URL", "x", "stoer: is no known key; did you mean store?"),
        ("DETOUR_JIRA__NEW__TOKEN", CANARY, "jira[0].url: is missing; write for example url ="),
        ("DETOUR_JIRA__7__TOKEN", CANARY, "leads to no setting; two underscores stand between"),
        ("DETOUR_STORE____URL", CANARY, "leads to no setting"),
        ("DETOUR_GITHUB", "[{", "begins like JSON but is none"),
        ("DETOUR_GITHUB", "[" * 100_000, "begins like JSON but is none"),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(problems, variable, value, said):
    [line] = problems("", **{variable: value})

    assert line.startswith(f"{variable}: {said}")
    assert CANARY not in line


def test_the_summary_says_what_was_understood(file):
    said = check(file(DESIGN.replace("[[policy.waivers]]", WAIVER).replace("ignore = []", 'ignore = ["DT404"]')))

    for line in (
        "  sqlite:///detour.db",
        "  github/acme at github.com: acme; a token, 1 webhook secret",
        "  jira/acme at acme.atlassian.net (cloud): PAY, SHOP; a token, 1 webhook secret",
        "    link type Depends: the outward side waits",
        "  DT101 missing-fallback (error)",
        "  off: DT404 dangling-link (warning)",
        "  PAY-1 until 2026-12-01: signed (Ada)",
        "  dry-run",
        "  audit: 0 6 * * 1-5, UTC",
    ):
        assert line in said.splitlines()
    assert "  payments (Payments) owns jira:PAY, github:acme/pay-*, label:team-payments" in said


@pytest.mark.parametrize(("minutes", "said"), [(90, "90 minutes after the last sweep"), (0, "never")])
def test_the_summary_says_how_often_what_moved_is_looked_for(file, minutes, said):
    text = check(file(f"[schedule]\nlook_back_minutes = {minutes}"))

    assert f"looked for between audits: {said}\n" in text


def test_the_summary_points_at_a_field_that_no_jira_reads(file):
    said = check(file('[teams.a]\nowns = ["field:Squad=A"]\n' + JIRA))

    assert "note: no [[jira]] names the field Squad" in said


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"))
TABLE_NAMES = [field.alias or name for name, field in Settings.model_fields.items()]
FIELD_NAMES = [
    name
    for table in (
        Server,
        Store,
        GitHubSite,
        JiraSite,
        TeamTable,
        PolicyTable,
        WaiverTable,
        OwnRuleTable,
        VisibilityTable,
        AccessTable,
        OpenIdTable,
        RolesTable,
        Comments,
    )
    for name in table.model_fields
]
KEYS = st.sampled_from([*TABLE_NAMES, *FIELD_NAMES, "token_file", "DT304", "missing-fallback", "type", "waits"]) | WORDS
SCALARS = (
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | WORDS
    | st.dates()
    | st.datetimes()
    | st.sampled_from(
        ["acme", "https://acme.atlassian.net", "jira:PAY", "PAY-1", "DT101", "ALL", "inward", "http://[", "."]
    )
)
TABLES = st.dictionaries(
    KEYS,
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=12),
    max_size=8,
)


def toml(value: object) -> str:
    """A value as TOML writes it in one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case date():
            return value.isoformat()
        case str():
            return dumps(value, ensure_ascii=False)
    return str(value).lower()


def complaints(path: Path | None, environment: dict[str, str]) -> str:
    """What is said of a configuration; nothing of one that can be meant."""
    try:
        check(path, environment)
    except SettingsError as error:
        return str(error)
    return ""


CHECKS = '[checks]\nrepositories = ["acme/web"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[github]]\nname = "acme"\ntoken = "t"\n', "no App, which alone may write checks: none is written"),
        ('[[github]]\nname = "acme"\n', "no App, which alone may write checks: no pull request is read"),
        ("", "is on no connected GitHub"),
        ('[[github]]\nname = "acme"\n[[github]]\nname = "b"\n', "or on more than one"),
    ],
    ids=["a token", "no credentials", "no site", "two sites"],
)
def test_checks_that_nobody_can_write_are_told(file, text, said):
    path = file(text + CHECKS)

    assert said in complaints(path, {}) + check_of(path)


def test_checks_of_an_app_are_told_by_repository(file):
    app = '[[github]]\nname = "acme"\napp_id = 1\nprivate_key = "key"\n'

    assert "Checks:\n  acme/web: dry-run\nWork:" in check(file(app + CHECKS))


def check_of(path: Path) -> str:
    """What a configuration means; nothing of one that cannot be meant."""
    try:
        return check(path, {})
    except SettingsError:
        return ""


@given(TABLES)
def test_any_tables_are_settings_or_a_settings_error(tmp_path_factory, tables):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(
        "".join(f"{dumps(key, ensure_ascii=False)} = {toml(one)}\n" for key, one in tables.items()), "utf-8"
    )

    said = complaints(path, {})

    assert "is not TOML" not in said
    assert all(line.startswith(f"{path}: ") for line in said.splitlines())


STEPS = st.sampled_from([*TABLE_NAMES, *FIELD_NAMES, "acme", "0", "7", ""])
VARIABLES = st.lists(STEPS, min_size=1, max_size=4).map(lambda steps: f"DETOUR_{'__'.join(steps).upper()}")
VALUES = st.text() | st.sampled_from(["[]", "{}", '[{"name": "acme"}]', "[null]", '{"a": {}}', "acme", "PAY-1", "a,b"])


@given(st.dictionaries(VARIABLES, VALUES, max_size=5))
def test_any_environment_is_settings_or_a_settings_error(environment):
    said = complaints(None, environment)

    assert all(line.startswith("DETOUR_") for line in said.splitlines())


@given(st.binary())
def test_any_bytes_are_settings_or_a_settings_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(content)

    said = complaints(path, {})

    assert all(line.startswith(f"{path}: ") for line in said.splitlines())
