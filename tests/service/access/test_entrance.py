import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.access.entrance import behind_gate
from service.access.turned_away import TurnedAwayError
from service.access.viewer import ForbiddenError
from service.settings import Settings
from tests.service.access.asking import ask


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ForbiddenError("This takes the role admin; Ada is viewer."), 403),
        (TurnedAwayError(429, "Too often", "Wait."), 429),
        (OperationalError("SELECT secret", {}, Exception("database is locked")), 503),
    ],
)
def test_what_an_application_raises_is_answered_as_at_the_gate(store, error, status):
    async def fails(_request):
        raise error

    answer = ask(behind_gate(Starlette(routes=[Route("/", fails)]), store, Settings()))

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert "SELECT" not in answer.text


def test_the_ways_in_come_before_what_says_that_there_is_no_such_page(store):
    async def no_such_page(_request):
        return PlainTextResponse("there is no such page", 404)

    app = Starlette(routes=[Route("/{path:path}", no_such_page)])

    assert ask(behind_gate(app, store, Settings()), "/sign-in").status_code == 303
