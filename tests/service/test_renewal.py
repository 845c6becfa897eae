"""Whatever is made of a secret in a file is made anew when the file has changed, and only then."""

import pytest
import structlog

from service.access.callers import Callers
from service.access.sign_in import providers_of
from service.pipeline.decisions import Decisions
from service.settings import SettingsError, load
from service.settings.renewal import Renewed

FIRST, SECOND = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSA"
CONFIGURATION = """
[access]
bearer_token_file = "secret"
[access.openid]
issuer = "https://login.acme.example"
client_id = "detour"
client_secret_file = "secret"
[access.roles]
viewer = ["*"]
[server]
public_url = "https://detour.acme.example"
[smtp]
host = "127.0.0.1"
security = "none"
sender = "detour@acme.example"
user = "detour"
password_file = "secret"
[teams.payments]
owns = ["jira:PAY"]
digest_email = ["payments@acme.example"]
[[webhooks]]
name = "planning"
url = "https://planning.acme.example"
secret_file = "secret"
"""


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setattr("service.settings.renewal.LOOK_SECONDS", -1.0)
    (tmp_path / "secret").write_text(FIRST)
    (tmp_path / "detour.toml").write_text(CONFIGURATION)
    return load(tmp_path / "detour.toml", {})


def shown(settings):
    """The one secret, as each of those has it that use it."""
    [subscription] = Decisions(settings).subscriptions.values()
    yield subscription.outlet.server.password
    [openid] = providers_of(settings).values()
    yield openid.table.client_secret.get_secret_value()
    yield settings.access.bearer_token.get_secret_value()


def test_a_file_that_changes_changes_what_is_made_of_it(settings, tmp_path):
    made = Renewed(settings, lambda now: [*shown(now)])
    keys = Renewed(settings, lambda now: now.webhooks[0].receiver().keys)
    callers, before, old_keys = Callers(None, settings), made(), keys()
    assert made() is before
    assert callers.is_bearer_token(FIRST)

    (tmp_path / "secret").write_text(SECOND)

    assert (before, made()) == ([FIRST] * 3, [SECOND] * 3)
    assert keys() != old_keys
    assert callers.is_bearer_token(SECOND)
    assert not callers.is_bearer_token(FIRST)
    assert settings.present is settings.present.present


def test_while_one_secret_takes_the_place_of_another_messages_are_signed_by_both(settings, tmp_path):
    keys = Renewed(settings, lambda now: now.webhooks[0].receiver().keys)
    [old] = keys()

    (tmp_path / "secret").write_text(f"{SECOND}\n{FIRST}\n")

    assert keys()[1] == old
    assert len(keys()) == 2


@pytest.mark.parametrize("content", ["", "short", None], ids=["empty", "too short", "away"])
def test_what_cannot_be_used_is_told_and_the_last_secret_stays(settings, tmp_path, content):
    if content is None:
        (tmp_path / "secret").unlink()
    else:
        (tmp_path / "secret").write_text(content)
    with structlog.testing.capture_logs() as log:
        assert settings.present.access.bearer_token.get_secret_value() == FIRST
        assert settings.present is settings

    [told] = log
    assert told["event"] == "secrets_not_renewed"
    assert FIRST not in str(told)
    (tmp_path / "secret").write_text(SECOND)
    assert settings.present.access.bearer_token.get_secret_value() == SECOND


def test_nothing_but_secrets_is_taken_over(settings, tmp_path):
    (tmp_path / "detour.toml").write_text(CONFIGURATION + '[comments]\nmode = "live"\n')
    (tmp_path / "secret").write_text(SECOND)

    assert settings.present.access.bearer_token.get_secret_value() == SECOND
    assert settings.present.comments.mode == "dry-run"


def test_what_cannot_be_made_of_a_new_secret_leaves_the_last(settings, tmp_path):
    def only_first(now):
        if now.access.bearer_token.get_secret_value() != FIRST:
            raise SettingsError(["no key"])
        return "made"

    made = Renewed(settings, only_first)
    (tmp_path / "secret").write_text(SECOND)

    assert made() == "made"
