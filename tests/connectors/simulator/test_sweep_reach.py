"""Whose repositories a sweep goes through, and what it says of those that are out of its reach."""

import pytest

from connectors.contract import Denied
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.github.sweeps import Sweeping
from connectors.scanning import Wanted
from connectors.simulator.github import failures, simulated_github
from tests.connectors.simulator.sweeping import ACME, client_of, hidden_in, issues_in, next_page, persisted, swept

EVERYBODY = Sweeping()


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    mia = hub.person("mia", writes=("acme/web", "globex/api"))
    mia.opens("acme/web", "One")
    mia.opens("globex/api", "Two")
    return mia


def app_on(hub, *owners):
    app = hub.installs_app(on=owners)
    return app, AppCredentials(app.id, app.private_key, hub.api_url)


@pytest.mark.usefixtures("mia")
def test_an_app_goes_through_the_owners_of_its_installations(hub):
    _, credentials = app_on(hub, "acme", "globex")

    pages = swept(hub, sweeping=EVERYBODY, credentials=credentials)

    assert issues_in(pages) == ["acme/web#1", "globex/api#1"]
    assert hidden_in(pages) == {}


@pytest.mark.usefixtures("mia")
def test_an_app_that_is_installed_nowhere_says_so(hub):
    _, credentials = app_on(hub)

    with pytest.raises(Denied, match="installed nowhere"):
        swept(hub, sweeping=EVERYBODY, credentials=credentials)


def test_a_token_needs_to_be_told_which_organizations_to_read(hub):
    with pytest.raises(Denied, match='organizations = \\["acme"\\]'):
        swept(hub, sweeping=EVERYBODY, credentials=TokenCredentials(hub.bot_token))

    assert hub.requests == []


@pytest.mark.usefixtures("mia")
def test_a_suspended_installation_is_told_and_the_others_are_read(hub):
    app, credentials = app_on(hub, "acme", "globex")
    app.installations["acme"].suspended_at = hub.world.now()

    pages = swept(hub, sweeping=EVERYBODY, credentials=credentials)

    [hidden] = [one for page in pages for one in page.out_of_reach]
    assert (hidden.container, "end the suspension" in hidden.advice) == ("acme", True)
    assert issues_in(pages) == ["globex/api#1"]


@pytest.mark.usefixtures("mia")
def test_an_organization_without_the_app_is_told_and_the_others_are_read(hub):
    _, credentials = app_on(hub, "globex")

    pages = swept(hub, sweeping=Sweeping(("acme", "globex")), credentials=credentials)

    [hidden] = hidden_in(pages).values()
    assert (hidden.container, "not installed" in hidden.reason) == ("acme", True)
    assert hidden.advice.startswith("install the App there")
    assert issues_in(pages) == ["globex/api#1"]


@pytest.mark.usefixtures("mia")
def test_an_app_that_is_taken_out_during_a_sweep_loses_that_organization_only(hub):
    app, credentials = app_on(hub, "acme", "globex")

    def remove(page):
        if page.left == 2:
            hub.removes_app(app, "acme")

    pages, _ = persisted(hub, client=client_of(hub, EVERYBODY, credentials), after=remove)

    assert list(hidden_in(pages)) == ["acme"]
    assert issues_in(pages) == ["globex/api#1"]


@pytest.mark.usefixtures("mia")
def test_an_app_that_comes_back_is_found_again(hub):
    app, credentials = app_on(hub, "acme")
    swept(hub, sweeping=EVERYBODY, credentials=credentials)
    hub.removes_app(app, "acme")
    persisted(hub, client=client_of(hub, ACME, credentials))
    hub.apps.install(app, hub.repository("acme/web").owner)

    assert issues_in(swept(hub, credentials=credentials)) == ["acme/web#1"]


@pytest.mark.usefixtures("mia")
def test_single_sign_on_and_a_wrong_name_are_told_with_what_to_do(hub):
    hub.protects("acme")

    pages = swept(hub, sweeping=Sweeping(("acme", "nobody", "globex")))

    hidden = hidden_in(pages)
    assert list(hidden) == ["acme", "nobody"]
    assert "SAML" in hidden["acme"].reason
    assert "single sign-on" in hidden["acme"].advice
    assert "check its name" in hidden["nobody"].advice
    assert issues_in(pages) == ["globex/api#1"]


def test_a_person_may_own_repositories_too(hub, mia):
    mia.opens("mia/notes", "Three")

    assert issues_in(swept(hub, sweeping=Sweeping(("mia", "MIA")))) == ["mia/notes#1"]


@pytest.mark.usefixtures("mia")
def test_many_repositories_are_listed_a_hundred_a_request(hub):
    for number in range(250):
        hub.repository(f"acme/r{number}")

    pages = swept(hub, sweeping=ACME)

    assert [(len(page.looks), page.left) for page in pages] == [(0, None), (0, None), (0, 1), (1, 0)]
    assert len(hub.requests) == 4


@pytest.mark.usefixtures("mia")
@pytest.mark.parametrize("resume", ["{", "[]", '{"version":1}', '{"version":0,"wanted":"open","owners":[]}', "\ud800"])
def test_a_sweep_begins_anew_where_nobody_can_tell_how_far_it_was(hub, resume):
    assert issues_in(swept(hub, resume=resume)) == ["acme/web#1"]


@pytest.mark.usefixtures("mia")
def test_what_one_kind_of_sweep_kept_does_not_begin_another(hub):
    resume = swept(hub)[-1].resume

    assert next_page(hub, resume) is None
    assert next_page(hub, resume, Wanted.MOVED) is not None


@pytest.mark.usefixtures("mia")
def test_whatever_was_sent_to_read_is_counted_refusals_too(hub):
    hub.fails(failures.server_error(503), "POST", "*/graphql", times=2)
    client = client_of(hub)

    pages, failed = persisted(hub, client=client)

    assert (len(pages), len(failed)) == (2, 2)
    assert client.requests == len(hub.requests) == 4
