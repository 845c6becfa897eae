"""What a coding agent gets, by the protocol's own client."""

import asyncio
import json
import sys

import httpx
import pytest
from mcp import Client, StdioServerParameters

from service.agents.interface import Interface
from service.agents.server import server_of
from service.serving import serving
from tests.service.dashboards import Dashboard, keep
from tests.service.overview.drawn import planned
from tests.service.pipeline.listening import listening

DETOUR = "import sys; from service.cli import main; sys.exit(main())"
GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


@pytest.fixture
def dashboard(store):
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    with listening(store, readable=True) as site:
        site.knows({"acme/web#1": "1"}, says="Blocked by: acme/api#2")
    return Dashboard(store, github=[GITHUB])


def ask(dashboard, tool, **arguments):
    """The answer to one call, by a client that is connected within this process."""

    async def once():
        transport = httpx.ASGITransport(app=dashboard)
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        async with client, Client(server_of(Interface(client))) as agent:
            return await agent.call_tool(tool, arguments)

    return asyncio.run(once())


def test_it_is_told_whether_it_may_start(dashboard):
    [verdict] = ask(dashboard, "may_i_start", issue="acme/web#1").structured_content["verdicts"]

    assert (verdict["issue"]["ref"], verdict["may_start"]) == ("acme/web#1", "closed")


def test_it_is_told_what_pages_tell(dashboard):
    assert ask(dashboard, "overview").structured_content["headline"]
    assert ask(dashboard, "findings", rule="DT101").structured_content["count"] == 1
    assert len(ask(dashboard, "teams").structured_content["teams"]) == 2
    assert ask(dashboard, "decide_by").structured_content == {"dates": []}


def test_what_nobody_knows_is_an_error_that_says_so(dashboard):
    answer = ask(dashboard, "may_i_start", issue="NOPE-1")

    assert answer.is_error
    assert "Detour knows no issue NOPE-1" in answer.content[0].text


def test_every_tool_only_reads():
    async def listed():
        async with Client(server_of(Interface(httpx.AsyncClient()))) as agent:
            return (await agent.list_tools()).tools

    assert all(tool.annotations.read_only_hint and tool.description for tool in asyncio.run(listed()))


def test_the_command_answers_over_standard_input_and_output(dashboard):
    async def overview(url):
        server = StdioServerParameters(command=sys.executable, args=["-c", DETOUR, "mcp", "--url", url], cwd=".")
        async with Client(server) as agent:
            return await agent.call_tool("overview", {})

    with serving(dashboard) as url:
        answer = asyncio.run(overview(url))

    assert json.loads(answer.content[0].text)["figures"]["plans"] == 1


def test_where_no_detour_is_the_agent_is_told_so():
    async def overview():
        interface = Interface.at("http://127.0.0.1:1", "")
        async with Client(server_of(interface)) as agent:
            return await agent.call_tool("overview", {})

    answer = asyncio.run(overview())

    assert answer.is_error
    assert "Detour at 127.0.0.1 cannot be reached" in answer.content[0].text
