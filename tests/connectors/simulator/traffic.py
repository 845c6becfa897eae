"""Everything that the REST API is asked for, once at least, and every way in which it says no."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt

from connectors.contract import Draft, Unavailable
from connectors.github.credentials import AppCredentials, TokenCredentials
from connectors.simulator.github import failures, simulated_github
from tests.connectors.simulator.asking import MARK, NO_TLS, ask, receiver, ref, rest, touched
from tests.connectors.simulator.recording import record


def exchanges():
    """All traffic of the scenario, in its order."""
    with simulated_github() as hub:
        recorded = record(hub)
        for part in (client_speaks, links, threads, issues, places, teams, apps, manifests, checks, webhooks, refusals):
            part(hub)
        return recorded


def mia_of(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


def client_speaks(hub):
    """Detour's own client, with a token and as an App."""
    mia = mia_of(hub)
    issue = mia.opens("acme/web", "Checkout")
    mia.comments(issue, "Any news?")
    app = hub.installs_app(on=["acme"])
    for credentials in (TokenCredentials(hub.bot_token), AppCredentials(app.id, app.private_key, hub.api_url)):
        ask(hub, "read", [touched(issue), touched("globex/api#1")], credentials=credentials)
        written = ask(hub, "put_comment", ref(issue), Draft("Detour here", MARK), credentials=credentials)
        ask(hub, "put_comment", ref(issue), Draft("Detour again", MARK), written, credentials=credentials)
        ask(hub, "comments", ref(issue), credentials=credentials)
        ask(hub, "may_write", ref(issue), "github:@mia", credentials=credentials)
        ask(hub, "may_write", ref(issue), "github:@nobody", credentials=credentials)
        ask(hub, "delete_comment", ref(issue), written, credentials=credentials)
        ask(hub, "delete_comment", ref(issue), written, credentials=credentials)


def links(hub):
    mia = mia_of(hub)
    issue, blocker, part, pull = (
        mia.opens("acme/web", "Cart"),
        mia.opens("acme/pay", "Ledger"),
        mia.opens("acme/web", "Plan B", labels=["fallback"]),
        mia.opens_pull("acme/web", "Fix"),
    )
    mia.closes(part, "duplicate", of=issue)
    here, there = f"/repos/acme/web/issues/{issue.number}", f"/repos/acme/pay/issues/{blocker.number}"
    waits = f"{here}/dependencies/blocked_by"
    for blocking in (blocker.id, blocker.id, pull.id, 1):
        rest(hub, "POST", waits, json={"issue_id": blocking})
    rest(hub, "GET", waits)
    rest(hub, "GET", f"{there}/dependencies/blocking")
    for child in (part.id, part.id, issue.id, 1):
        rest(hub, "POST", f"{here}/sub_issues", json={"sub_issue_id": child})
    rest(hub, "POST", f"{there}/sub_issues", json={"sub_issue_id": part.id, "replace_parent": True})
    rest(hub, "POST", f"{here}/sub_issues", json={"sub_issue_id": part.id, "replace_parent": True})
    rest(hub, "GET", f"{here}/sub_issues")
    child = f"/repos/acme/web/issues/{part.number}"
    rest(hub, "GET", f"{child}/parent")
    for _ in range(2):
        rest(hub, "DELETE", f"{here}/sub_issue", json={"sub_issue_id": part.id})
        rest(hub, "GET", f"{child}/parent")
        rest(hub, "DELETE", f"{waits}/{blocker.id}")
    rest(hub, "POST", waits, hub.person("rob").token, json={"issue_id": blocker.id})


def threads(hub):
    mia = mia_of(hub)
    issue = mia.opens("acme/web", "Thread")
    thread, one = f"/repos/acme/web/issues/{issue.number}/comments", mia.comments(issue, "hello")
    comment, rob = f"/repos/acme/web/issues/comments/{one.id}", hub.person("rob").token
    for body in ("hello", " ", "x" * 70_000):
        rest(hub, "POST", thread, json={"body": body})
        rest(hub, "PATCH", comment, json={"body": body})
    rest(hub, "PATCH", comment, rob, json={"body": "not mine"})
    rest(hub, "DELETE", comment, rob)
    rest(hub, "GET", f"{thread}?per_page=1&page=2")
    rest(hub, "GET", comment)
    for content in ("+1", "+1", "heart"):
        made = rest(hub, "POST", f"{comment}/reactions", json={"content": content}).json()
    rest(hub, "GET", f"{comment}/reactions")
    for _ in range(2):
        rest(hub, "DELETE", f"{comment}/reactions/{made['id']}")
    rest(hub, "DELETE", comment)
    for method in ("GET", "PATCH", "DELETE"):
        rest(hub, method, comment, json={"body": "gone"} if method == "PATCH" else None)


def issues(hub):
    mia, place = mia_of(hub), "/repos/acme/web"
    gone, moved, pull = mia.opens("acme/web", "Gone"), mia.opens("acme/web", "Moved"), mia.opens_pull("acme/web", "Fix")
    full = {"title": "New", "body": "text", "labels": ["bug", {"name": "web"}], "assignees": ["mia"]}
    made = rest(hub, "POST", f"{place}/issues", json=full).json()
    rest(hub, "POST", f"{place}/issues", json={"title": "By nobody", "assignees": ["nobody"]})
    new = f"{place}/issues/{made['number']}"
    mia.sets_milestone(hub.issue(f"acme/web#{made['number']}"), "v1", datetime(2027, 1, 15, tzinfo=UTC))
    for changes in CHANGES:
        rest(hub, "PATCH", new, json=changes)
    rest(hub, "PATCH", new, hub.person("rob").token, json={"title": "Mine now"})
    mia.merges(pull)
    mia.deletes(gone)
    mia.transfers(moved, "acme/pay")
    for number in (made["number"], pull.number, gone.number, moved.number, 9999):
        rest(hub, "GET", f"{place}/issues/{number}")
        rest(hub, "GET", f"{place}/issues/{number}/comments")
        rest(hub, "POST", f"{place}/issues/{number}/comments", json={"body": "hello"})
        rest(hub, "PATCH", f"{place}/issues/{number}", json={"title": "Renamed"})
        rest(hub, "GET", f"{place}/issues/{number}/dependencies/blocked_by")
        rest(hub, "GET", f"{place}/issues/{number}/parent")
    for number in (pull.number, made["number"]):
        rest(hub, "GET", f"{place}/pulls/{number}")
    rest(
        hub, "GET", f"{place}/issues?state=all&sort=updated&direction=asc&since=2026-01-01T00:00:00Z&per_page=2&page=2"
    )
    rest(hub, "GET", f"{place}/issues?since=yesterday")


CHANGES = (
    {"title": "Newer", "body": "more", "labels": ["bug"], "assignees": []},
    {"state": "closed", "state_reason": "not_planned"},
    {"state": "open"},
    {"state": "closed", "state_reason": "duplicate"},
    {"state": "open", "state_reason": "reopened"},
    {"assignees": ["nobody"]},
)


def places(hub):
    for path in ("/user", "/users/mia", "/users/nobody", "/rate_limit", "/orgs/acme/repos", "/orgs/nobody/repos"):
        rest(hub, "GET", path)
    for name in ("acme/web", "acme/none"):
        rest(hub, "GET", f"/repos/{name}")
    for login in ("mia", "ada", "nobody"):
        rest(hub, "GET", f"/repos/acme/web/collaborators/{login}/permission")
    rest(hub, "GET", "/repos/acme/web/collaborators/mia/permission", hub.person("rob").token)


def teams(hub):
    """With an owner's token, with one that lacks a scope, and as an App that was not granted it."""
    hub.team("acme", "Payments", members=[mia_of(hub)], pay="admin", web="pull")
    hub.writes_file("acme/pay", ".github/CODEOWNERS", "* @acme/payments\n")
    app = hub.installs_app("reader", on=["acme"])
    now = int(hub.seconds())
    signed = jwt.encode({"iat": now, "exp": now + 300, "iss": str(app.id)}, app.private_key, "RS256")
    number = app.installations["acme"].id
    token = rest(hub, "POST", f"/app/installations/{number}/access_tokens", signed).json()["token"]
    rob = hub.person("rob")
    rob.account.scopes = "repo"
    for path in (
        "/user/orgs",
        "/orgs/acme/teams",
        "/orgs/acme/teams/payments/repos",
        "/orgs/acme/teams/payments/members",
        "/orgs/acme/teams/nobody/members",
        "/orgs/nobody/teams",
        "/repos/acme/pay/contents/.github%2FCODEOWNERS",
        "/repos/acme/pay/contents/CODEOWNERS",
    ):
        for who in (hub.bot_token, token, rob.token):
            rest(hub, "GET", path, who)
    rob.account.scopes = None


def manifests(hub):
    """An App is made on a page, and asked for by its code, which is good once."""
    wanted = {
        "url": "https://detour.acme.example",
        "redirect_url": "http://127.0.0.1:1/made",
        "hook_attributes": {"url": "https://detour.acme.example/webhooks/github/acme"},
        "default_permissions": {"issues": "write", "metadata": "read"},
    }
    sent = {"manifest": json.dumps(wanted), "state": "s", "name": "Detour of Acme", "sure": "1"}
    made = httpx.post(f"{hub.address}/organizations/acme/settings/apps/new", data=sent, verify=NO_TLS)
    code = parse_qs(urlsplit(made.headers["location"]).query)["code"][0]
    for _ in range(2):
        rest(hub, "POST", f"/app-manifests/{code}/conversions")


def apps(hub):
    app = hub.installs_app("auditor", on=["acme"])
    now = int(hub.seconds())
    signed = jwt.encode({"iat": now, "exp": now + 300, "iss": str(app.id)}, app.private_key, "RS256")
    number = app.installations["acme"].id
    for path in (
        "/app/installations",
        "/orgs/acme/installation",
        "/orgs/globex/installation",
        "/users/acme/installation",
    ):
        rest(hub, "GET", path, signed)
    hub.apps.install(app, hub.person("ada").account)
    rest(hub, "GET", "/users/ada/installation", signed)
    rest(hub, "GET", "/orgs/acme/installation", f"{signed}x")
    token = rest(hub, "POST", f"/app/installations/{number}/access_tokens", signed).json()["token"]
    rest(hub, "POST", "/app/installations/1/access_tokens", signed)
    rest(hub, "POST", f"/app/installations/{number}/access_tokens", f"{signed}x")
    rest(hub, "GET", "/user", token)
    rest(hub, "GET", "/rate_limit", token)


def checks(hub):
    """What an App says of a commit; others may not, nor may it where that was not granted."""
    pull, app = mia_of(hub).opens_pull("acme/web", "Checked"), hub.installs_app("checker", on=["acme"])
    now, number = int(hub.seconds()), app.installations["acme"].id
    signed = jwt.encode({"iat": now, "exp": now + 300, "iss": str(app.id)}, app.private_key, "RS256")
    token = rest(hub, "POST", f"/app/installations/{number}/access_tokens", signed).json()["token"]
    said = {"name": "Detour", "head_sha": pull.pull.head, "status": "completed", "conclusion": "neutral"}
    said |= {"external_id": "a mark", "output": {"title": "A wait", "summary": "without a plan B"}}
    runs = "/repos/acme/web/check-runs"
    for granted, asks in (("read", token), ("write", hub.bot_token)):
        app.installations["acme"].permissions["checks"] = granted
        rest(hub, "POST", runs, asks, json=said)
    made = rest(hub, "POST", runs, token, json=said | {"details_url": "https://detour.acme.example/"}).json()
    rest(hub, "POST", runs, token, json=said | {"head_sha": "0" * 40})
    rest(hub, "PATCH", f"{runs}/{made['id']}", token, json={"conclusion": "success"})
    for path in (f"{runs}/{made['id']}", f"{runs}/1"):
        rest(hub, "GET", path, token)
    for asked in ("", "?check_name=Detour&filter=all&per_page=100", f"?app_id={app.id}"):
        rest(hub, "GET", f"/repos/acme/web/commits/{pull.pull.head}/check-runs{asked}", token)


def webhooks(hub):
    """What was sent is listed and sent again, with the App's JWT and with an owner's token."""
    app, mia = hub.installs_app("redeliverer", on=["acme"]), mia_of(hub)
    hub.manages_webhooks("acme")
    with receiver(first=(502, 0)) as (url, _):
        hub.webhook_to(url, "secret", owners=["acme"], events=["issues", "issue_comment"])
        hub.webhook_to(url, "secret", app=app)
        for number in range(2):
            mia.opens("acme/web", f"Told {number}")
        hub.settled()
        now = int(hub.seconds())
        signed = jwt.encode({"iat": now, "exp": now + 300, "iss": str(app.id)}, app.private_key, "RS256")
        [hook] = rest(hub, "GET", "/orgs/acme/hooks").json()
        rest(hub, "GET", "/orgs/globex/hooks")
        for path in ("/app", "/app/hook/config"):
            rest(hub, "GET", path, signed)
            rest(hub, "GET", path, f"{signed}x")
        for path, token in (("/app/hook", signed), (f"/orgs/acme/hooks/{hook['id']}", None)):
            page = rest(hub, "GET", f"{path}/deliveries?per_page=1", token)
            rest(hub, "GET", page.links["next"]["url"], token)
            for outcome in ("success", "failure"):
                rest(hub, "GET", f"{path}/deliveries?status={outcome}", token)
            for number in (page.json()[0]["id"], 1):
                rest(hub, "POST", f"{path}/deliveries/{number}/attempts", token)
            rest(hub, "GET", f"{path}/deliveries", f"{token or hub.bot_token}x")
            hub.settled()
            rest(hub, "GET", f"{path}/deliveries", token)
        rest(hub, "GET", "/orgs/acme/hooks/1/deliveries")
        rest(hub, "GET", f"/orgs/acme/hooks/{hook['id']}/deliveries", mia.token)


def refusals(hub):
    issue = mia_of(hub).opens("acme/web", "Refused")
    hub.protects("globex")
    hub.repository("globex/api")
    rest(hub, "GET", "/repos/globex/api")
    rest(hub, "GET", "/user", "wrong")
    faults = (failures.too_many_requests(1), failures.secondary_limit(1), failures.primary_limit(int(hub.seconds())))
    for fault in faults:
        hub.fails(fault, "POST", "*/comments")
        try:
            ask(hub, "put_comment", ref(issue), Draft("hello", MARK))
        except Unavailable:
            continue
    hub.api.limits.hourly = 0
    hub.passes(hours=2)
    rest(hub, "GET", "/user")
    hub.api.limits.hourly = 5000
    hub.passes(hours=2)
