"""What is done on pages is done whole or not at all, by whoever has the role, and what cannot be done is told."""

import pytest
from sqlalchemy import create_engine

from service.access.viewer import Role
from service.pages.acting import action
from service.pages.desk import Desk
from service.pipeline.decisions import Decisions
from service.refused import Refused
from service.settings import Settings
from service.store import deeds
from service.store.connection import reading
from tests.service.dashboards import ADMIN, OPERATOR, VIEWER, Dashboard


def noted(act):
    act.note("tried it", act.words("about"))
    if act.words("fail"):
        raise Refused(409, "That did not work", "Try again.")


def acting(store, viewer, role=Role.OPERATOR):
    dashboard = Dashboard(store, viewer)
    dashboard.app.router.routes.insert(
        0, action(Desk(store, Decisions(Settings())), "/try", noted, lambda _: "/there?done=recheck", role)
    )
    return dashboard


def logged(store):
    with reading(store) as connection:
        return [(one.who, one.about) for one in deeds.latest(connection)]


def test_it_is_logged_and_leads_on(store):
    answer = acting(store, OPERATOR).post("/try", about="a thing")

    assert (answer.status_code, answer.headers["location"]) == (303, "/there?done=recheck")
    assert logged(store) == [("openid:ada", "a thing")]


def test_what_fails_leaves_nothing_behind(store):
    answer = acting(store, OPERATOR).post("/try", about="a thing", fail="yes")

    assert (answer.status_code, "Try again." in answer.text) == (409, True)
    assert logged(store) == []


@pytest.mark.parametrize(("viewer", "status"), [(VIEWER, 403), (OPERATOR, 403), (ADMIN, 303)])
def test_it_takes_the_role_that_it_takes(store, viewer, status):
    assert acting(store, viewer, Role.ADMIN).post("/try", about="x").status_code == status


def test_a_store_that_cannot_be_asked_is_told_as_such(tmp_path):
    nowhere = create_engine(f"sqlite:///{tmp_path}/nowhere/detour.db")

    answer = acting(nowhere, ADMIN).post("/try", about="x")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_it_takes_forms_and_is_no_page(store):
    assert acting(store, ADMIN).get("/try").status_code == 404
