"""The steps of setting up, each at its path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from markupsafe import escape
from starlette.responses import FileResponse, JSONResponse, RedirectResponse

from connectors.github.manifest import AppWish, action, manifest
from connectors.github.wanted import EVENTS, UNSWEPT_EVENTS
from service.access.safeguards import CONTENT
from service.doctor.lines import note, ok, wrong
from service.pages.setup.desk import HOME, back
from service.setup.connecting import GITHUB, JIRA, TokenWish
from service.setup.places import github_at, jira_at, public_address, site_name
from service.setup.team_tables import text_of

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.responses import Response
    from starlette.routing import Route

    from service.pages.setup.desk import SetupDesk, Visit

MADE: Final = f"{HOME}/github/made"
STILL: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""What a report may do in a browser: it has its style in itself, and nothing else."""


def routes(desk: SetupDesk) -> list[Route]:
    """All of them."""
    return [
        desk.page(HOME, overview),
        desk.form(f"{HOME}/public-url", keep_public_url),
        desk.form(f"{HOME}/github/app", begin_app),
        desk.page(f"{HOME}/github/app/{{state}}", app),
        desk.page(MADE, made),
        desk.form(f"{HOME}/github/token", connect_github),
        desk.form(f"{HOME}/jira", connect_jira),
        desk.page(f"{HOME}/{{kind}}/{{name}}/choice", choice),
        desk.form(f"{HOME}/{{kind}}/{{name}}/choice", choose),
        desk.page(f"{HOME}/{{kind}}/{{name}}/check", check),
        desk.form(f"{HOME}/jira/{{name}}/webhook", webhook),
        desk.page(f"{HOME}/teams", teams),
        desk.form(f"{HOME}/teams", keep_teams),
        desk.form(f"{HOME}/look", begin_look),
        desk.page(f"{HOME}/look", look),
        desk.page(f"{HOME}/look.json", progress),
        desk.page(f"{HOME}/report", report),
    ]


def overview(visit: Visit) -> Response:
    """What there is, and the forms for more."""
    settings = visit.assistant.settings()
    sites = [(GITHUB, one.name, one.host, ", ".join(one.organizations)) for one in settings.github]
    sites += [(JIRA, one.name, one.host, ", ".join(one.projects)) for one in settings.jira]
    public, looked = settings.server.public_url or "", visit.assistant.report.exists()
    return visit.show("setup.html", public_url=public, sites=sites, teams=list(settings.teams), looked=looked)


def keep_public_url(visit: Visit) -> Response:
    """Where others reach Detour."""
    if url := public_address(visit.text("public_url")):
        visit.assistant.keep_public_url(url)
    return back()


def begin_app(visit: Visit) -> Response:
    """Leads to the page whose button leads to GitHub."""
    organization, public = visit.text("organization"), visit.assistant.settings().server.public_url or ""
    name = visit.assistant.free_name(GITHUB, site_name(organization, "github"))
    sees_teams = bool(organization and visit.text("sees_teams"))
    wish = AppWish(github_at(visit.text("host")).url, organization, name, public, sees_teams)
    return RedirectResponse(f"{HOME}/github/app/{visit.assistant.begin_app(wish)}", 303)


def app(visit: Visit) -> Response:
    """The button, and what the App is to be; the one page whose form leads to another host."""
    state = visit.request.path_params["state"]
    wish = visit.assistant.handshakes.known(state)
    if wish is None:
        fix = "begin again on the page of setting up"
        return visit.say("There is no such App", [wrong("it was made already, or an hour has passed", fix)], 404)
    redirect = str(visit.request.base_url).rstrip("/") + MADE
    swept = [one for one in EVENTS if one not in UNSWEPT_EVENTS]
    whole, less = _field(manifest(wish, redirect)), _field(manifest(wish, redirect, swept))
    page = visit.show("setup_app.html", wish=wish, action=action(wish, state), manifest=whole, without_links=less)
    page.headers["Content-Security-Policy"] = CONTENT.replace("form-action", f"form-action {wish.url}")
    return page


def _field(document: object) -> Markup:
    """As it is sent by a form, whole: what pages show is shortened."""
    return escape(json.dumps(document))


def made(visit: Visit) -> Response:
    """GitHub led back, with a code."""
    query = visit.request.query_params
    name = visit.assistant.finish_app(query.get("state", ""), query.get("code", ""))
    told = [ok("the App is made; its key and its secret are in files that only you may read")]
    told.append(note("it is to be installed yet", "press Install, choose repositories, and come back here"))
    links = [("Install it on GitHub", visit.assistant.install_page(name)), ("Go on here", HOME)]
    return visit.say("A GitHub App for Detour", told, links=links)


def connect_github(visit: Visit) -> Response:
    """By a token."""
    place = github_at(visit.text("host"))
    name = visit.assistant.connect_github(TokenWish(place.api_url, visit.text("token")))
    return RedirectResponse(f"{HOME}/{GITHUB}/{name}/choice", 303)


def connect_jira(visit: Visit) -> Response:
    """By a token; with a mail address on Cloud."""
    wish = TokenWish(jira_at(visit.text("url")), visit.text("token"), visit.text("email"))
    return RedirectResponse(f"{HOME}/{JIRA}/{visit.assistant.connect_jira(wish)}/choice", 303)


def choice(visit: Visit) -> Response:
    """What the credentials see, to be chosen from."""
    kind, name = visit.request.path_params["kind"], visit.request.path_params["name"]
    if kind == GITHUB:
        seen = [(one, "") for one in visit.assistant.owners(name)]
        chosen = visit.assistant.github(name).organizations
    else:
        seen = [(one.key, one.name) for one in visit.assistant.projects(name)]
        chosen = visit.assistant.jira(name).projects
    what = "organisations" if kind == GITHUB else "projects"
    return visit.show("setup_choice.html", kind=kind, name=name, what=what, seen=seen, chosen=chosen)


def choose(visit: Visit) -> Response:
    """Keeps it; a Jira's webhook is seen to next."""
    kind, name = visit.request.path_params["kind"], visit.request.path_params["name"]
    named = [part.strip() for part in visit.text("named").split(",") if part.strip()]
    visit.assistant.choose(kind, name, [*visit.chosen(), *named])
    return back() if kind == GITHUB else webhook(visit)


def check(visit: Visit) -> Response:
    """What the doctor says."""
    site = "{kind}/{name}".format(**visit.request.path_params)
    return visit.say(f"How {site} stands", visit.assistant.checked(site))


def webhook(visit: Visit) -> Response:
    """Makes a Jira's webhook, or tells what to make."""
    found = visit.assistant.webhook(visit.request.path_params["name"])
    if not found.missing:
        return visit.say("The webhook of Jira", [ok(f"it sends to {found.wanted.url}")])
    told = wrong(f"it is still to be made: {found.missing}", "have an administrator of Jira make it, with these values")
    return visit.say("The webhook of Jira", [told], facts=found.by_hand)


def teams(visit: Visit) -> Response:
    """The proposal, made anew."""
    landscape = visit.assistant.look_around()
    visit.desk.proposal = found = visit.assistant.proposal(landscape)
    shown = [(team.slug, team.name, text_of(team)) for team in found.teams]
    return visit.show("setup_teams.html", teams=shown, left=found.left, unseen=landscape.unseen)


def keep_teams(visit: Visit) -> Response:
    """Those that are ticked."""
    if visit.desk.proposal is not None:
        visit.assistant.keep_teams(visit.desk.proposal, visit.chosen())
        visit.desk.proposal = None
    return back()


def begin_look(visit: Visit) -> Response:
    """Begins the first look."""
    visit.desk.begin_look()
    return RedirectResponse(f"{HOME}/look", 303)


def look(visit: Visit) -> Response:
    """How far it is, or what came of it, and what to do next."""
    return visit.show("setup_look.html", look=visit.desk.look, report=str(visit.assistant.report))


def progress(visit: Visit) -> Response:
    """Whether it has ended, for the page that waits."""
    return JSONResponse({"ended": visit.desk.look is None or visit.desk.look.status is not None})


def report(visit: Visit) -> Response:
    """The report. It runs nothing and loads nothing."""
    if not visit.assistant.report.exists():
        return visit.say(
            "There is no report yet", [note("the first look makes it", "begin it on the page before")], 404
        )
    return FileResponse(visit.assistant.report, media_type="text/html", headers={"Content-Security-Policy": STILL})
