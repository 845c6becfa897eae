from service.access.turned_away import page_of
from service.access.ways import SignInNeededError, Way, Ways
from service.settings.access import AccessTable, GitHubSignIn, OpenIdTable, RolesTable

SECRET = "s3cret-that-no-page-shows"
OPENID = OpenIdTable(issuer="https://login.acme.example", client_id="d", client_secret=SECRET, name="<Acme>")
GITHUB = GitHubSignIn(client_id="d", client_secret=SECRET)
ROLES = RolesTable(viewer=("group:all",))
ALL = AccessTable(openid=OPENID, github=GITHUB, roles=ROLES, bearer_token=SECRET)


def test_each_way_is_a_link_that_remembers_where_one_wants_to_be():
    assert Ways(ALL, "/findings?team=web").links == (
        Way("openid", "<Acme>", "/sign-in/openid?next=%2Ffindings%3Fteam%3Dweb"),
        Way("github", "GitHub", "/sign-in/github?next=%2Ffindings%3Fteam%3Dweb"),
    )
    assert Ways(ALL).links[0].href == "/sign-in/openid"


def test_the_page_offers_what_is_configured_and_nothing_comes_alive_in_it():
    page = page_of(SignInNeededError(Ways(ALL))).body.decode()
    bare = page_of(SignInNeededError(Ways(AccessTable(bearer_token=SECRET)))).body.decode()

    assert "Sign in with &lt;Acme&gt;" in page
    assert ('action="/sign-in/token"' in page, 'action="/sign-in/token"' in bare) == (True, True)
    assert "Sign in with" not in bare
    assert SECRET not in page + bare


def test_a_page_that_was_asked_for_is_no_refusal():
    assert page_of(SignInNeededError(Ways(ALL), status=200)).headers.get("www-authenticate") is None
    assert page_of(SignInNeededError(Ways(ALL))).status_code == 401
