"""What is asked: a whole Detour with a store in which there is something of everything, and all its routes."""

import re
import urllib.request

from service.api.later import DOCUMENT, Api
from service.app import Pipeline, make_app
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.wiring import receiving, sites_of

SECRET = "of-the-webhooks"
SETTINGS = {
    "github": [{"name": "acme", "organizations": ["acme"], "webhook_secrets": [SECRET]}],
    "jira": [
        {
            "name": "acme",
            "url": "https://acme.example",
            "projects": ["PAY"],
            "webhook_secrets": [SECRET],
            "path_token": "token",
            "flavor": "datacenter",
        }
    ],
    "teams": {"payments": {"owns": ["jira:PAY"]}, "web": {"owns": ["github:acme/web"]}},
    "schedule": {"audit": "never"},
}


def made(engine):
    """The application over a store, and the paths of its routes."""
    settings = Settings.model_validate(SETTINGS)
    sites = sites_of(settings)
    app = make_app(engine, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
    return app, paths(app)


def paths(app):
    """Every route's path, behind whatever stands before the router."""
    inner = app
    while not hasattr(inner, "router"):
        inner = getattr(inner, "_behind", None) or inner.behind
    found = {route.path for route in inner.router.routes if hasattr(route, "path")}
    api = next(route for route in inner.router.routes if isinstance(route, Api))
    return (
        found
        | {DOCUMENT}
        | set(api.app().openapi()["paths"])
        | {"/webhooks/{tracker}/{site}", "/webhooks/{tracker}/{site}/{token}"}
    )


def form_token(url):
    """The token of forms, as a page of this machine's admin shows it."""
    with urllib.request.urlopen(f"{url}/deliveries?dead") as page:  # noqa: S310  # loopback
        shown = page.read().decode()
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', shown)
    return found[1] if found else ""
