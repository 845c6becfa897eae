"""Everything that the made-up Jira's API is asked for, once at least, and every way in which it says no."""

from datetime import UTC, date, datetime

from connectors.contract import Denied, Draft, Facet, Unavailable
from connectors.simulator.jira import failures, simulated_jira
from connectors.simulator.jira.quotas import TokenBucket
from tests.connectors.simulator.jira.asking import MARK, ask, credentials_of, document, ref, rest, touched
from tests.connectors.simulator.recording import record

DUE = datetime(2027, 1, 15, tzinfo=UTC)


def exchanges(flavor):
    """All traffic of the scenario, in its order, in each version that the flavor has."""
    with simulated_jira(flavor=flavor) as desk:
        recorded = record(desk)
        client_speaks(desk)
        for version in desk.api.versions:
            for part in PARTS:
                part(Asker(desk, int(version)))
        return recorded


class Asker:
    """Somebody who asks one version of the API."""

    def __init__(self, desk, version):
        self.desk, self.version = desk, version
        self.mia = desk.person("mia", writes=("WEB", "PAY"))
        self.rob = desk.person("rob", reads=("WEB",))

    def __call__(self, method, path, person=None, *, json=None, **query):
        return rest(self.desk, method, path, person, version=self.version, json=json, params=query or None)

    @property
    def cloud(self):
        return self.desk.flavor == "cloud"

    def text(self, words):
        return document(words) if self.version == 3 else words


def client_speaks(desk):
    """Detour's own client."""
    mia = desk.person("mia", writes=("WEB", "PAY"))
    issue, secret = mia.opens("WEB", "Checkout", "Needs PAY-1."), desk.project("SECRET", private=True)
    secret.roles["detour-bot"] = "none"
    hidden = desk.person("eve", writes=("SECRET",)).opens("SECRET", "Hidden")
    mia.comments(issue, "Any news?")
    ask(desk, "read", [touched(issue, Facet.REMOTE), touched(hidden), touched("WEB-999")])
    written = ask(desk, "put_comment", ref(issue), Draft(body(desk, "Detour here"), MARK))
    ask(desk, "put_comment", ref(issue), Draft(body(desk, "Detour again"), MARK), written)
    ask(desk, "comments", ref(issue))
    ask(desk, "marked", ref(issue))
    ask(desk, "may_write", ref(issue), f"jira:{mia.account.id if desk.flavor == 'cloud' else 'mia'}")
    ask(desk, "delete_comment", ref(issue), written)
    ask(desk, "delete_comment", ref(issue), written)
    try:
        ask(desk, "may_write", ref(issue), "jira:mia", credentials=credentials_of(desk, mia))
    except Denied:
        return


def body(desk, words):
    """A comment's body as a renderer leaves it."""
    return (
        f'{{"version":1,"type":"doc","content":[{{"type":"paragraph","content":[{{"type":"text","text":"{words}"}}]}}]}}'
        if desk.flavor == "cloud"
        else words
    )


def issues(asks):
    fields = {
        "project": {"key": "WEB"},
        "summary": "New",
        "description": asks.text("It waits on https://acme.example/x, and on PAY-1."),
        "issuetype": {"name": "Epic"},
        "labels": ["team-web"],
        "duedate": "2027-01-15",
        "priority": {"name": "High"},
    }
    key = asks("POST", "/issue", json={"fields": fields}).json()["key"]
    part = asks.mia.opens("WEB", "Part", kind="Sub-task", assignees=[asks.mia])
    made = asks.desk.issue(key)
    asks.mia.adds_part(made, part)
    asks.mia.sets_milestone(made, "Launch", DUE)
    asks.mia.sets_sprint(made, "Sprint 7", DUE)
    asks.mia.sets_due(made, date(2027, 2, 1))
    wrongs = ({"summary": " "}, {"description": 7}, {"priority": "High"}, {"priority": {"name": "Quite high"}})
    for wrong in ({}, *(fields | one for one in wrongs)):
        asks("POST", "/issue", json={"fields": wrong})
    asks("POST", "/issue", asks.rob, json={"fields": fields})
    for named in (key, str(made.id), part.ref, "WEB-9999", "nonsense"):
        asks("GET", f"/issue/{named}")
        asks("GET", f"/issue/{named}", fields="summary,issuelinks")
        asks("PUT", f"/issue/{named}", json={"fields": {"summary": f"Newer {named}", "labels": ["bug"]}})
        asks("GET", f"/issue/{named}/transitions")
    asks("PUT", f"/issue/{key}", json={"fields": {"description": asks.text("Other words")}})
    asks("PUT", f"/issue/{key}", json={"fields": {"priority": {"id": "1"}}})
    asks.mia.sets_priority(made, "Low")
    asks("PUT", f"/issue/{key}", asks.rob, json={"fields": {"summary": "Mine now"}})
    transitions(asks, key)
    moved = asks.mia.opens("WEB", "Moved")
    old = moved.ref
    asks.mia.transfers(moved, "PAY")
    asks("GET", f"/issue/{old}", fields="*all")
    asks("DELETE", f"/issue/{key}", asks.rob)
    asks("DELETE", f"/issue/{key}")
    asks("DELETE", f"/issue/{key}", deleteSubtasks="true")
    asks("DELETE", f"/issue/{key}")


def transitions(asks, key):
    path = f"/issue/{key}/transitions"
    done = {"transition": {"id": "31"}, "fields": {"resolution": {"name": "Won't Do"}}}
    for wanted in ({"transition": {"id": "21"}}, done, {"transition": {"id": "11"}}, {"transition": {"id": "99"}}):
        asks("POST", path, json=wanted)
        asks("GET", f"/issue/{key}")
    asks("POST", path, asks.rob, json=done)


def searches(asks):
    for title in "abc":
        asks.mia.opens("WEB", title, f"Text of {title}")
    for jql in (
        "project = WEB ORDER BY key ASC",
        "project in (WEB, PAY) AND statusCategory != Done",
        'project = WEB AND updated >= "-17m" ORDER BY updated DESC, key DESC',
        "key = WEB-9999",
        "project in (WEB, NONE)",
    ):
        asks("GET", "/search", jql=jql, maxResults=2, startAt=1, fields="summary")
        asks("POST", "/search", json={"jql": jql, "maxResults": 2, "fields": ["summary"]})
        asks("GET", "/search/jql", jql=jql, maxResults=2, fields="summary,description")
        asks("POST", "/search/approximate-count", json={"jql": jql})
        first = asks("POST", "/search/jql", json={"jql": jql, "maxResults": 2}).json()
        if first.get("nextPageToken"):
            asks("POST", "/search/jql", json={"jql": jql, "nextPageToken": first["nextPageToken"]})
            asks("POST", "/search/jql", json={"jql": "project = PAY", "nextPageToken": first["nextPageToken"]})
    asks("POST", "/search/jql", json={"jql": "project = WEB", "maxResults": 1000, "fields": ["id"]})
    asks("POST", "/search/jql", json={"jql": "project = WEB", "maxResults": 5001})
    for wrong in ("order by key", "colour = red", "project = WEB OR project = PAY", 'updated >= "yesterday"'):
        asks("GET", "/search", jql=wrong)
        asks("GET", "/search/jql", jql=wrong)
        asks("POST", "/search/approximate-count", json={"jql": wrong})
    for wanted in (["WEB-1", "10005", "WEB-9999"], [], [f"WEB-{number}" for number in range(101)]):
        asks("POST", "/issue/bulkfetch", json={"issueIdsOrKeys": wanted, "fields": ["*all"]})


def threads(asks):
    issue = asks.mia.opens("WEB", "Thread", "text")
    asks.desk.project("HELP", service_desk=True)
    call = asks.desk.person("ann", writes=("HELP",)).opens("HELP", "It is broken")
    thread = f"/issue/{issue.ref}/comment"
    secret = {"key": "sd.public.comment", "value": {"internal": True}}
    asks("POST", f"/issue/{call.ref}/comment", json={"body": asks.text("for us"), "properties": [secret]})
    marked = {"body": asks.text("hello"), "properties": [{"key": "detour", "value": {"mark": "v1"}}]}
    number = asks("POST", thread, json=marked).json()["id"]
    asks("POST", thread, asks.rob, json={"body": asks.text("I wonder")})
    asks("POST", thread, json={"body": asks.text("to few"), "visibility": {"type": "role", "value": "Developers"}})
    asks.mia.comments(issue, "for developers", role="Developers")
    for wrong in (asks.text(""), "", 7, {"type": "paragraph"}, asks.text("x" * 33_000)):
        asks("POST", thread, json={"body": wrong})
        asks("PUT", f"{thread}/{number}", json={"body": wrong})
    for who in (None, asks.rob):
        asks("GET", thread, who, startAt=0, maxResults=2, orderBy="-created")
        asks("PUT", f"{thread}/{number}", who, json={"body": asks.text("again")})
    asks("PUT", f"{thread}/{number}", json={"body": asks.text("quietly")}, notifyUsers="false")
    asks("GET", f"{thread}/{number}")
    asks("POST", "/comment/list", json={"ids": [int(number), 1]}, expand="properties")
    asks("POST", "/comment/list", json={"ids": []})
    for who in (asks.rob, None, None):
        asks("DELETE", f"{thread}/{number}", who)
    asks("GET", f"{thread}/{number}")
    asks("POST", "/issue/WEB-9999/comment", json=marked)
    asks("GET", "/issue/WEB-9999/comment")


def properties(asks):
    comment = asks.mia.comments(asks.mia.opens("WEB", "Marked"), "hello")
    path = f"/comment/{comment.id}/properties"
    for value in ({"mark": "v1"}, {"mark": "v2"}):
        asks("PUT", f"{path}/detour", json=value)
    for who in (None, asks.rob):
        asks("GET", path, who)
        asks("GET", f"{path}/detour", who)
    asks("PUT", f"{path}/detour", asks.rob, json={})
    asks("DELETE", f"{path}/detour", asks.rob)
    for _ in range(2):
        asks("DELETE", f"{path}/detour")
        asks("GET", f"{path}/detour")
    asks("GET", "/comment/1/properties")


def links(asks):
    issue, blocker = asks.mia.opens("WEB", "Cart"), asks.mia.opens("PAY", "Ledger")
    ends = {"inwardIssue": {"key": blocker.ref}, "outwardIssue": {"id": str(issue.id)}}
    for _ in range(2):
        asks("POST", "/issueLink", json={"type": {"name": "Blocks"}, **ends})
    asks("POST", "/issueLink", json={"type": {"name": "Loves"}, **ends})
    asks("POST", "/issueLink", json={"type": {"name": "Blocks"}, **ends, "outwardIssue": {"key": "WEB-9999"}})
    asks("POST", "/issueLink", asks.rob, json={"type": {"name": "Relates"}, **ends})
    [shown] = asks("GET", f"/issue/{issue.ref}").json()["fields"]["issuelinks"]
    asks("GET", f"/issueLink/{shown['id']}")
    asks("DELETE", f"/issueLink/{shown['id']}", asks.rob)
    for _ in range(2):
        asks("DELETE", f"/issueLink/{shown['id']}")
    asks("GET", f"/issueLink/{shown['id']}")
    asks("GET", "/issueLinkType")


def remote_links(asks):
    path = f"/issue/{asks.mia.opens('WEB', 'Elsewhere').ref}/remotelink"
    target = {"url": "https://github.com/acme/pay/issues/1", "title": "acme/pay#1"}
    full = {"globalId": "pay-1", "relationship": "is blocked by", "object": target}
    numbers = [asks("POST", path, json=sent).json()["id"] for sent in (full, full, {"object": target})]
    asks("POST", path, json={"object": {}})
    asks("POST", path, asks.rob, json=full)
    asks("GET", path)
    asks("GET", path, globalId="pay-1")
    asks("GET", f"{path}/{numbers[0]}")
    asks("DELETE", path, globalId="pay-1")
    asks("DELETE", f"{path}/{numbers[-1]}", asks.rob)
    for _ in range(2):
        asks("DELETE", f"{path}/{numbers[-1]}")
    asks("GET", f"{path}/{numbers[-1]}")
    asks("GET", "/issue/WEB-9999/remotelink")


def places(asks):
    for path in ("/myself", "/serverInfo", "/field", "/project", "/project/WEB", "/project/NONE", "/project/HELP"):
        asks("GET", path)
    parted = asks.mia.opens("WEB", "A part of it")
    asks.mia.sets_components(parted, "Basket")
    asks.mia.sets_team(parted, "Shop")
    asks("GET", f"/issue/{parted.ref}")
    for key in ("WEB", "NONE"):
        asks("GET", f"/project/{key}/components")
    asks.desk.project("OLD").archived = True
    asks("GET", "/project/search", maxResults=1, startAt=1)
    asks("GET", "/project/search", maxResults=100, startAt=0, action="browse")
    asks("GET", "/project/search", status="archived")
    if not asks.cloud:
        asks("GET", "/project", includeArchived="true")


def permissions(asks):
    issue, number = asks.mia.opens("WEB", "Permitted"), asks.mia.account.id
    named = {"accountId": number} if asks.cloud else {"username": "mia"}
    asks("GET", "/user/permission/search", issueKey=issue.ref, permissions="EDIT_ISSUES", **named)
    asks("GET", "/user/permission/search", asks.mia, issueKey=issue.ref, permissions="EDIT_ISSUES", **named)
    asks("GET", "/user/permission/search", issueKey=issue.ref, permissions="FLY", **named)
    asks("GET", "/user/permission/search", issueKey="WEB-9999", permissions="EDIT_ISSUES", **named)
    asks("GET", "/mypermissions", issueKey=issue.ref, permissions="EDIT_ISSUES,ADMINISTER_PROJECTS")
    asks("GET", "/mypermissions", asks.rob, issueKey=issue.ref, permissions="EDIT_ISSUES")
    asks("GET", "/mypermissions", projectKey="WEB", permissions="EDIT_ISSUES,ADD_COMMENTS")
    asks("GET", "/mypermissions", projectKey="NONE", permissions="EDIT_ISSUES")
    asks("GET", "/mypermissions")
    asks("GET", "/mypermissions", permissions="FLY")
    wanted = [{"permissions": ["EDIT_ISSUES"], "issues": [issue.id, 1], "projects": [issue.project.id]}]
    for administrators in (set(), {"detour-bot"}):
        asks.desk.world.administrators = administrators
        for who in (number, "nobody"):
            asks("POST", "/permissions/check", json={"accountId": who, "projectPermissions": wanted})
    asks("POST", "/permissions/check", asks.mia, json={"projectPermissions": wanted})
    asks("POST", "/permissions/check", asks.mia, json={"projectPermissions": [{"permissions": ["FLY"]}]})
    asks.desk.world.administrators = set()


def refusals(asks):
    asks.desk.project("SECRET")
    asks("GET", "/issue/SECRET-1")
    asks("GET", "/issue/SECRET-1/comment")
    stranger = asks.desk.person("stranger")
    asks.desk.world.accounts.pop("stranger")
    asks("GET", "/myself", stranger)
    issue = asks.mia.opens("WEB", "Refused")
    for fault in (failures.too_many_requests(1), failures.unauthorized(), failures.server_error(503)):
        asks.desk.fails(fault, "POST", "*/comment")
        try:
            ask(asks.desk, "put_comment", ref(issue), Draft(body(asks.desk, "hello"), MARK))
        except Unavailable:
            continue
    asks.desk.api.limits.on = True
    for _ in range(21):
        asks("POST", f"/issue/{issue.ref}/comment", json={"body": asks.text("hurry")})
    asks.desk.api.limits.on = False
    quotas = asks.desk.api.quotas
    quotas.burst.most = 1
    if not asks.cloud:
        quotas.bucket = TokenBucket(limit=1, fill=1, interval=60)
    for _ in range(2):
        asks("GET", "/myself")
    quotas.burst.most, quotas.bucket = 0, None


PARTS = (issues, searches, threads, properties, links, remote_links, places, permissions, refusals)
