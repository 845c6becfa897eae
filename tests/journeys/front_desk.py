"""A Detour that people sign in to, and the browsers they come with: real HTTP on loopback."""

import re
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from service.access.entrance import behind_gate
from service.access.viewer import Role, require, viewer_of
from service.serving import serving
from service.settings import load
from tests.served import free_port

PAGE = "text/html,application/xhtml+xml"


async def look(request):
    viewer = viewer_of(request)
    told = {"who": viewer.identity, "name": viewer.name, "role": str(viewer.role)}
    return JSONResponse(told | {"groups": sorted(viewer.groups), "form_token": viewer.form_token})


def takes(role):
    async def act(request):
        return JSONResponse({"who": require(request, role).identity})

    return act


def an_application():
    """A page, an interface, and an action for each role."""
    actions = [Route(f"/as/{role}", takes(role), methods=["GET", "POST"]) for role in Role]
    return Starlette(routes=[Route("/", look), Route("/findings", look), Route("/api/v1/findings", look), *actions])


@contextmanager
def detour(store, path, written, application=an_application, port=None):
    """A Detour with a configuration, in which ``{here}`` is its address."""
    port = port or free_port()
    path.write_text(written.replace("{here}", f"http://127.0.0.1:{port}"))
    with serving(behind_gate(application(), store, load(path)), port) as address:
        yield address


class Browser:
    """Follows redirects, keeps cookies, and sends forms as browsers do."""

    def __init__(self, address):
        self.address = address
        self.http = httpx.Client(trust_env=False, follow_redirects=True, headers={"accept": PAGE})

    def opens(self, path="/"):
        return self.http.get(f"{self.address}{path}")

    def who(self):
        return self.opens().json()

    def sends(self, path, headers=None, **fields):
        given = {"origin": self.address, **(headers or {})}
        return self.http.post(f"{self.address}{path}", data=fields, headers=given)

    def clicks(self, answer, words):
        """Follows the link of a page that says so."""
        [href] = re.findall(rf'href="([^"]+)">{words}', answer.text)
        return self.opens(href.replace("&amp;", "&"))

    def close(self):
        self.http.close()
