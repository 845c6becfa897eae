"""A check on pull requests whose issue waits without a plan B: opt-in, never red, and one on each commit."""

import pytest

from connectors.simulator import failures
from service.cli import main
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation
from tests.journeys.trackers import jira

pytestmark = only("github")
WANTED = '[checks]\nmode = "{mode}"\nrepositories = ["acme/web"]\n[store]\nurl = "{store}"\n[server]\npublic_url = "https://detour.acme.example"\n'


@pytest.fixture
def acme(tracker):
    return Organisation(tracker)


@pytest.fixture
def app(hub):
    """An App that may write checks."""
    app = hub.installs_app(on=["acme"])
    app.installations["acme"].permissions |= {"checks": "write", "pull_requests": "read"}
    return app


@pytest.fixture
def detour(tracker, app, store, store_url, tmp_path):
    """Runs a service to which the App's webhooks come, and gives what it takes to be wired by."""
    return lambda mode="live", **choices: serving(
        choices.pop("trackers", tracker),
        store,
        tmp_path / "detour.toml",
        more=WANTED.format(mode=mode, store=store_url),
        mode="dry-run",
        **({"app": app} | choices),
    )


@pytest.fixture
def live(hub, app, detour):
    with detour() as live:
        hub.webhook_to(f"{live.address}/webhooks/github/acme", "journey-secret", app=app)
        yield live


def checks(hub, pull):
    """What people see beside the last commit of a pull request."""
    found = hub.repository("acme/web").checks.values()
    return [(one.status, one.conclusion, one.title) for one in found if one.head == pull.pull.head]


def written(hub):
    return sum(asked.writes and "/check-runs" in asked.path for asked in hub.requests)


def opens(acme, issue=None, **choices):
    issue = issue or acme.waiting
    return acme.mia.opens_pull("acme/web", "A new cart", f"Fixes {issue.ref}", **choices)


def test_a_check_follows_what_its_issue_waits_on_and_the_commits_that_are_pushed(hub, acme, live):
    pull = opens(acme)
    live.settled()
    first = checks(hub, pull)
    acme.links()
    live.settled()
    waiting = checks(hub, pull)
    before = pull.pull.head
    acme.mia.pushes(pull)
    live.settled()
    pushed = checks(hub, pull)
    acme.fallback()
    live.settled()

    assert first == [("completed", "success", "Nothing waits without a plan B")]
    assert waiting == pushed == [("completed", "neutral", "acme/web#1 waits without a plan B")]
    assert checks(hub, pull) == first
    [old, new] = hub.repository("acme/web").checks.values()
    assert (old.head, old.conclusion, new.head) == (before, "neutral", pull.pull.head)
    assert old.details_url == "https://detour.acme.example/issues/github/acme/acme%2Fweb%231"
    assert "`acme/web#1` waits on an issue in another project without a plan B (`missing-fallback`)" in old.summary
    assert written(hub) == 4


def test_nothing_is_written_where_nothing_is_wanted_or_linked(hub, acme, live):
    acme.links()
    acme.mia.opens_pull("acme/pay", "Elsewhere", f"Fixes {acme.waiting.ref}")
    bare = acme.mia.opens_pull("acme/web", "For itself", "No issue")
    live.settled()
    nothing = written(hub)
    acme.mia.edits(bare, body=f"Closes {acme.waiting.ref}")
    live.settled()
    linked = checks(hub, bare)
    acme.mia.edits(bare, body="No issue after all")
    live.settled()

    assert nothing == 0
    assert [conclusion for _, conclusion, _ in linked] == ["neutral"]
    assert [conclusion for _, conclusion, _ in checks(hub, bare)] == ["success"]


def test_what_changes_nothing_writes_nothing_and_a_person_can_have_it_said_again(hub, acme, live):
    acme.links()
    pull = opens(acme)
    live.settled()
    hub.redeliver(*hub.deliveries)
    acme.mia.edits(pull, title="Another title of the same")
    live.settled()
    once = written(hub)
    [check] = hub.repository("acme/web").checks.values()
    acme.mia.reruns("acme/web", check)
    queued = checks(hub, pull)
    live.settled()

    assert once == 1
    assert queued[0][:2] == ("queued", None)
    assert checks(hub, pull) == [("completed", "neutral", "acme/web#1 waits without a plan B")]
    assert written(hub) == 2


@pytest.mark.parametrize(
    ("fault", "posts"),
    [(failures.bad_gateway_afterwards(), 1), (failures.dropped_afterwards(), 1), (failures.server_error(), 2)],
    ids=["answered 502 afterwards", "dropped afterwards", "answered 502 before"],
)
def test_a_check_whose_answer_was_lost_stands_once(hub, acme, live, fault, posts):
    hub.fails(fault, "POST", "*/check-runs")
    acme.links()
    pull = opens(acme)
    live.settled()

    assert [conclusion for _, conclusion, _ in checks(hub, pull)] == ["neutral"]
    assert sum(asked.method == "POST" and asked.path.endswith("/check-runs") for asked in hub.requests) == posts


def test_what_was_open_before_is_found_and_a_dry_run_writes_nothing_but_tells(hub, acme, detour, tmp_path, capsys):
    acme.links()
    pull = opens(acme)
    with detour("dry-run") as live:
        live.until(lambda: "would say" in told(tmp_path, capsys))
        live.settled()
        shown = told(tmp_path, capsys)
    dry = written(hub)
    with detour() as live:
        live.until(lambda: checks(hub, pull))
        live.settled()

    assert f"{pull.ref}  neutral  would say: acme/web#1 waits without a plan B" in shown
    assert "mode is dry-run" in shown
    assert dry == 0
    assert [conclusion for _, conclusion, _ in checks(hub, pull)] == ["neutral"]
    assert f"{pull.ref}  neutral  says: acme/web#1 waits without a plan B" in told(tmp_path, capsys)


def told(tmp_path, capsys):
    """What ``detour checks`` prints."""
    capsys.readouterr()
    main(["checks", "--config", str(tmp_path / "detour.toml")])
    return capsys.readouterr().out


def test_without_the_permission_it_is_said_why_and_everything_else_goes_on(hub, acme, app, live, tmp_path, capsys):
    app.installations["acme"].permissions["checks"] = "read"
    acme.links()
    opens(acme)
    live.settled()

    assert "not accessible by integration" in told(tmp_path, capsys)
    assert hub.repository("acme/web").checks == {}


def test_an_issue_of_jira_is_named_by_branch_or_title(hub, tracker, detour):
    with jira() as desk:
        planned = Organisation(desk)
        planned.links()
        mia = hub.person("mia", writes=("acme/web",))
        branch = mia.opens_pull("acme/web", "A new cart", branch=f"feature/{planned.waiting.ref.lower()}-cart")
        title = mia.opens_pull("acme/web", f"{planned.waiting.ref}: a new cart, UTF-8")
        with detour(trackers=(tracker, desk)) as live:
            live.until(lambda: checks(hub, branch) and checks(hub, title))
            live.settled()

    assert checks(hub, branch) == checks(hub, title) == [("completed", "neutral", "WEB-1 waits without a plan B")]
