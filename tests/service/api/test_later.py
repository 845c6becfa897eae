import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from service.api.later import Api
from service.pages.desk import Desk
from service.pipeline.decisions import Decisions
from service.settings import Settings
from tests.service.dashboards import Dashboard

A_START = "import sys, service.commands.serve; sys.stdout.write(str('fastapi' in sys.modules))"


def test_a_service_is_ready_without_it():
    assert subprocess.run([sys.executable, "-c", A_START], capture_output=True, text=True, check=True).stdout == "False"


def test_whoever_asks_first_there_is_one(store):
    api = Api(Desk(store, Decisions(Settings())))

    with ThreadPoolExecutor(4) as threads:
        made = [asked.result() for asked in [threads.submit(api.app) for _ in range(4)]]

    assert len({id(one) for one in made}) == 1


def test_what_it_does_not_have_is_told_to_programs_as_a_problem(store):
    dashboard = Dashboard(store)

    for answer, status in ((dashboard.get("/api/v1/nothing"), 404), (dashboard.post("/api/v1/rules"), 405)):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code == status


def test_what_only_begins_like_it_is_no_page_either(store):
    answer = Dashboard(store).get("/api/v10", accept="text/html")

    assert (answer.status_code, "There is no such page" in answer.text) == (404, True)
