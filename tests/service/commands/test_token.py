import time

import pytest

from service.store import access_tokens
from service.store.access_tokens import Scope
from service.store.connection import open_store, reading
from service.store.deeds import latest


@pytest.fixture
def config(migrated_file, tmp_path):
    """A configuration whose store is there."""
    (tmp_path / "detour.db").write_bytes(migrated_file.read_bytes())
    path = tmp_path / "detour.toml"
    path.write_text(f'[store]\nurl = "sqlite:///{tmp_path}/detour.db"\n')
    return path


@pytest.fixture
def store(config):
    engine = open_store(f"sqlite:///{config.parent}/detour.db")
    yield engine
    engine.dispose()


def test_a_token_is_shown_once_alone_on_its_line_and_opens_doors(detour, config, store):
    status, out, err = detour("token", "create", "ci", "--scope", "act", "--days", "30", "--config", config)

    with reading(store) as connection:
        token = access_tokens.token_of(connection, out.removesuffix("\n"))
    assert (status, token.name, token.scope, token.is_good(time.time())) == (0, "ci", Scope.ACT, True)
    assert 29.9 < (token.until - time.time()) / 86_400 <= 30
    assert "It is not shown again" in err
    assert out.strip() not in "".join(detour("token", "list", "--config", config)[1:])


def test_a_token_may_be_good_for_ever(detour, config):
    detour("token", "create", "ci", "--days", "0", "--config", config)

    assert (
        "ci                    read   good for ever           never used"
        in detour("token", "list", "--config", config)[1]
    )


def test_a_token_that_was_revoked_opens_nothing_and_its_name_is_free(detour, config, store):
    _, shown, _ = detour("token", "create", "ci", "--config", config)
    status, out, _ = detour("token", "revoke", "ci", "--config", config)

    with reading(store) as connection:
        assert not access_tokens.token_of(connection, shown.strip()).is_good(time.time())
    assert (status, out) == (0, "the token ci opens nothing any more\n")
    assert detour("token", "create", "ci", "--config", config)[0] == 0
    assert detour("token", "list", "--config", config)[1].count("revoked") == 1


def test_a_name_that_is_taken_or_unknown_is_said_to_be(detour, config):
    detour("token", "create", "ci", "--config", config)

    assert detour("token", "create", "ci", "--config", config)[2] == (
        "detour: there is a token ci already; 'detour token revoke ci' ends it, or choose another name\n"
    )
    assert detour("token", "revoke", "other", "--config", config)[0] == 2


def test_making_and_revoking_are_deeds_without_the_secret(detour, config, store):
    _, shown, _ = detour("token", "create", "ci", "--days", "0", "--config", config)
    detour("token", "revoke", "ci", "--config", config)

    with reading(store) as connection:
        deeds = latest(connection)
    assert [(one.who, one.what, one.about, one.before, one.after) for one in deeds] == [
        ("command", "revoke-token", "token:ci", {"scope": "read", "until": None}, None),
        ("command", "create-token", "token:ci", None, {"scope": "read", "until": None}),
    ]
    assert shown.strip() not in str(deeds)


@pytest.mark.parametrize("words", [("a b",), ("ci", "--days", "-1"), ("ci", "--days", "x"), ("ci", "--scope", "root")])
def test_what_cannot_be_a_token_is_refused(detour, config, words):
    with pytest.raises(SystemExit):
        detour("token", "create", *words, "--config", config)
