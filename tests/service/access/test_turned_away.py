import asyncio

import pytest
from starlette.requests import Request

from service.access.turned_away import TurnedAwayError, answer, forbidden
from service.access.viewer import ForbiddenError

AWAY = TurnedAwayError(401, "Who are <you>?", "Sign in.", headers={"WWW-Authenticate": "Bearer"})


def request(path="/", accept="text/html"):
    return Request({"type": "http", "path": path, "headers": [(b"accept", accept.encode())]})


def test_a_person_gets_a_page_in_which_nothing_comes_alive():
    told = answer(request(), AWAY)

    assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
    assert b"Who are &lt;you&gt;?" in told.body


@pytest.mark.parametrize("asked", [request("/api/v1/findings"), request(accept="*/*")])
def test_a_program_gets_a_problem(asked):
    told = answer(asked, AWAY)

    assert told.media_type == "application/problem+json"
    assert told.body == b'{"type": "about:blank", "title": "Who are <you>?", "status": 401, "detail": "Sign in."}'


def test_who_lacks_a_role_is_told_which():
    told = asyncio.run(forbidden(request(), ForbiddenError("This takes the role admin; Ada is viewer.")))

    assert (told.status_code, b"This takes the role admin; Ada is viewer." in told.body) == (403, True)
