"""A badge is shown to whoever has its address, and that address opens nothing else."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.access.badges import badge_key
from service.access.entrance import behind_gate
from service.access.viewer import viewer_of
from service.settings import Settings
from service.settings.access import AccessTable
from service.store.kept_settings import access_key
from tests.service.access.asking import ask

TOKEN = AccessTable(bearer_token="t" * 32)


async def look(request):
    viewer = viewer_of(request)
    return PlainTextResponse(f"{viewer.identity} {viewer.role} {sorted(viewer.groups)}")


def gate(store, access=TOKEN):
    app = Starlette(routes=[Route("/{path:path}", look, methods=["GET", "POST"])])
    return behind_gate(app, store, Settings(access=access))


def key_of(store, team):
    with store.begin() as connection:
        return badge_key(access_key(connection), team)


@pytest.mark.parametrize("team", ["shop", "github:acme/web"])
def test_its_key_opens_it_to_somebody_of_no_group(store, team):
    answer = ask(
        gate(store), f"/teams/{team.replace('/', '%2F')}/badge.svg?key={key_of(store, team)}", client="10.0.0.7"
    )

    assert (answer.status_code, answer.text) == (200, "badge viewer []")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/teams/payments/badge.svg?key={}", "GET"),
        ("/teams/shop?key={}", "GET"),
        ("/teams/shop/digest.md?key={}", "GET"),
        ("/teams/shop/../payments/badge.svg?key={}", "GET"),
        ("/findings?key={}", "GET"),
        ("/teams/shop/badge.svg?key={}", "POST"),
        ("/teams/shop/badge.svg?key=", "GET"),
        ("/teams/shop/badge.svg?key=%00%FF", "GET"),
        ("/teams/shop/badge.svg?key=x{}", "GET"),
        ("/teams/shop/badge.svg", "GET"),
    ],
)
def test_it_opens_nothing_else_and_nothing_else_opens_it(store, path, method):
    answer = ask(gate(store), path.format(key_of(store, "shop")), method, client="10.0.0.7")

    assert answer.status_code == 401


def test_where_nobody_can_come_in_no_key_opens_anything(store):
    answer = ask(gate(store, AccessTable()), f"/teams/shop/badge.svg?key={key_of(store, 'shop')}", client="10.0.0.7")

    assert answer.status_code == 403
