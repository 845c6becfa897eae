"""Where and when digests are told, and how many comments a team gets: what the configuration says of it."""

from datetime import UTC, datetime

import pytest

from service.digest.chat import Chat
from service.digest.mail import Mail, Server
from service.digest.subscriptions import subscriptions_of
from service.pipeline.decisions import Decisions
from service.settings import SettingsError, check, load
from service.settings.outlets import DigestTable, SmtpTable
from service.settings.secret_files import secret_keys
from service.settings.teams import TeamTable
from service.speech.mentions import NOBODY, Mentioning, mentioning_of

CANARY = "k33p-me-s3cret"
HOOK = f"https://chat.acme.example/hooks/{CANARY}"
SMTP = f"""
[smtp]
host = "mail.acme.example"
sender = "detour@acme.example"
user = "detour"
password = "{CANARY}"
"""
BOTH = f"""
[digest]
day = "thursday"
hour = 17
time_zone = "Europe/Zurich"
[teams.web]
name = "Web"
digest_webhook = "{HOOK}"
[teams.payments]
digest_email = ["payments@acme.example", "lead@acme.example"]
[teams.silent]
[comments]
mode = "live"
budget = 4
teams = {{ payments = "dry-run" }}
{SMTP}
"""


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


def test_each_team_is_told_in_its_way_at_the_moment_of_the_week(file):
    found = subscriptions_of(load(file(BOTH)))

    web, payments = found["web"], found["payments"]
    assert found.keys() == {"web", "payments"}
    assert (web.outlet, web.live, web.reader.name, web.reader.budget) == (Chat(HOOK), True, "Web", 4)
    server = Server("mail.acme.example", 587, "starttls", "detour@acme.example", "detour", CANARY)
    assert payments.outlet == Mail(server, ("payments@acme.example", "lead@acme.example"))
    assert (payments.live, payments.reader.name) == (False, "payments")
    noon = datetime(2026, 11, 26, 16, tzinfo=UTC).timestamp()  # 17:00 in Zurich
    assert web.weekly.latest(noon) == noon


def test_by_default_it_is_monday_at_eight_and_ten_comments(file):
    settings = load(file(""))

    assert (settings.digest.day, settings.digest.hour, settings.digest.time_zone) == ("monday", 8, "UTC")
    assert (settings.comments.budget, settings.comments.mention_assignee) == (10, True)
    assert subscriptions_of(settings) == {}


def test_secrets_are_never_shown(file):
    path = file(BOTH)
    settings = load(path)

    assert CANARY not in f"{settings!r} {subscriptions_of(settings)!r}" + settings.model_dump_json() + check(path)


def test_secrets_come_from_files_and_variables(file, tmp_path):
    (tmp_path / "hook").write_text(f"{HOOK}\n")
    (tmp_path / "password").write_text("pass\n")
    smtp = SMTP.replace(f'password = "{CANARY}"', 'password_file = "password"')
    path = file('[teams.web]\ndigest_webhook_file = "hook"\n[teams.payments]\n[teams.ops]\n' + smtp)

    found = load(
        path, {"DETOUR_TEAMS__PAYMENTS__DIGEST_WEBHOOK": HOOK, "DETOUR_TEAMS__OPS__DIGEST_EMAIL": "a@b.c,d@e.f"}
    )

    assert {
        one: team.digest_webhook and team.digest_webhook.get_secret_value() for one, team in found.teams.items()
    } == {
        "web": HOOK,
        "payments": HOOK,
        "ops": None,
    }
    assert found.teams["ops"].digest_email == ("a@b.c", "d@e.f")
    assert found.smtp.password.get_secret_value() == "pass"


def test_every_secret_can_come_from_a_file():
    assert secret_keys(TeamTable) == {"digest_webhook": False}
    assert secret_keys(SmtpTable) == {"password": False}
    assert secret_keys(DigestTable) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f'[teams.a]\ndigest_webhook = "{CANARY}"',
            "teams.a.digest_webhook: should be the address of a chat's incoming",
        ),
        (
            f'[teams.a]\ndigest_webhook = "http://x/{CANARY}"',
            "teams.a.digest_webhook: should be the address of a chat's",
        ),
        (
            f'[teams.a]\ndigest_webhook = "https://[{CANARY}"',
            "teams.a.digest_webhook: should be the address of a chat's",
        ),
        ('[teams.a]\ndigest_webhook = ""', "teams.a.digest_webhook: is empty"),
        ('[teams.a]\ndigest_webhook_file = "no"', "teams.a.digest_webhook_file: cannot be read: No such file"),
        ('[teams.a]\ndigest_email = ["a@b.c"]', "teams.a.digest_email: needs a mail server: add [smtp]"),
        (
            SMTP + '[teams.a]\ndigest_email = ["Eve <a@b.c>"]',
            "teams.a.digest_email[0]: should be an e-mail address alone",
        ),
        (
            SMTP + '[teams.a]\ndigest_email = ["a@b.c\\nBcc: x@y.z"]',
            "teams.a.digest_email[0]: should be an e-mail address",
        ),
        (
            SMTP + f'[teams.a]\ndigest_webhook = "{HOOK}"\ndigest_email = ["a@b.c"]',
            "teams.a.digest_email: is one way to be told, and digest_webhook is another: keep one of them",
        ),
        ('[digest]\nday = "Monday"', "digest.day: should be 'monday', 'tuesday'"),
        ("[digest]\nhour = 24", "digest.hour: should be less than or equal to 23, such as hour = 8"),
        ('[digest]\ntime_zone = "Mars/Olympus"', "digest.time_zone: should be a time zone by its name"),
        ('[digest]\ntime_zone = "../../etc/passwd"', "digest.time_zone: should be a time zone by its name"),
        ("[comments]\nbudget = -1", "comments.budget: should be greater than or equal to 0, such as budget = 10"),
        (
            '[comments]\nmention_assignee = "sometimes"',
            "comments.mention_assignee: should be true or false, such as mention_assignee = false",
        ),
        (SMTP.replace(f'password = "{CANARY}"', ""), "smtp.user: needs the password beside it: add password_file"),
        (SMTP.replace('user = "detour"', ""), "smtp.password: needs the name beside it: add user"),
        (SMTP + 'security = "none"', "smtp.security: would show the password to everybody on the way"),
        (SMTP.replace("detour@acme.example", "Detour"), "smtp.sender: should be an e-mail address alone"),
    ],
)
def test_a_problem_is_told_with_its_key_and_its_fix(file, text, said):
    assert refused(file(text)).startswith(said)


def test_the_summary_says_who_is_told_when_and_where(file):
    said = check(file(BOTH)).splitlines()

    for line in (
        "  at most 4 new comments a team and day",
        "  mentions the assignee on the day to decide by",
        "  web: thursday at 17:00 Europe/Zurich, to its chat",
        "  payments: thursday at 17:00 Europe/Zurich, payments@acme.example, lead@acme.example",
        "  mail by mail.acme.example:587 (starttls) from detour@acme.example, as detour with a password",
    ):
        assert line in said


def test_who_may_be_mentioned_is_a_setting_and_no_automation_account_is(file):
    silent = file("[comments]\nmention_assignee = false")
    told, nobody = check(silent), mentioning_of(load(silent))
    automated = load(file('[policy]\nautomation_accounts = ["github:@Renovate"]'))

    assert ("  mentions nobody" in told.splitlines(), nobody) == (True, NOBODY)
    assert mentioning_of(automated) == Mentioning(assignees=True, automation=frozenset({"github:@renovate"}))


def test_who_is_told_and_how_often_has_nothing_judged_again(file):
    told, untold = (Decisions(load(file(text))) for text in (BOTH, "[teams.web]\nname = 'Web'\n[teams.payments]\n"))
    silent = BOTH.replace(f'digest_webhook = "{HOOK}"', "").replace(SMTP, "").replace("budget = 4", "")
    without = Decisions(load(file(silent.replace('digest_email = ["payments@acme.example", "lead@acme.example"]', ""))))

    assert told.digest == without.digest
    assert told.digest != untold.digest
