"""What Detour asks, and what the simulator can be asked, is in the GraphQL schema that GitHub publishes."""

import json

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    build_schema,
    extend_schema,
    parse,
    print_ast,
    validate,
)

from connectors.github.checks import OPENED, PULL
from connectors.github.queries import EDITORS, LABELS, VIEWER
from connectors.github.sweep_queries import LISTING
from connectors.scanning import Wanted
from connectors.simulator.github import graphql_api, simulated_github
from connectors.simulator.github.api import GRAPHQL
from tests.connectors.simulator.asking import ask, checking, ref, touched
from tests.connectors.simulator.published import beside_the_project, graphql_schema_text
from tests.connectors.simulator.sweeping import swept

WITH_FIELDS = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)


@pytest.fixture(scope="module")
def githubs():
    """The published schema, and the links between issues that its package lacks."""
    schema = build_schema(graphql_schema_text(), assume_valid=True)
    return extend_schema(schema, parse(beside_the_project("github/schema/extension_2025.graphql")), assume_valid=True)


def sent(hub):
    return {json.loads(one.body)["query"] for one in hub.requests if one.path == GRAPHQL}


def test_every_query_of_the_client_is_one_that_github_answers(githubs):
    with simulated_github() as hub:
        mia = hub.person("mia", writes=("acme/web",))
        issue, part, pull = mia.opens("acme/web", "One"), mia.opens("acme/web", "Two"), mia.opens_pull("acme/web", "A")
        mia.adds_part(issue, part)
        hub.bot.edits_comment(mia.comments(issue, "hello"), "edited")
        ask(hub, "read", [touched(issue), touched(issue, by_id=True), touched(pull)])
        ask(hub, "comments", ref(issue))
        ask(hub, "threads", [touched(issue), touched(issue, by_id=True), touched(pull)])
        for wanted in Wanted:
            swept(hub, wanted)
        checking(hub, "pull", ref(pull))
        checking(hub, "opened", "acme/web")
        queries = sent(hub)

    assert {LABELS, EDITORS, VIEWER, LISTING, PULL, OPENED} < queries
    assert any("IssueConnection" in query for query in queries)
    assert [problem.message for query in queries for problem in validate(githubs, parse(query))] == []


def test_the_simulators_schema_is_a_part_of_githubs(githubs):
    ours = build_schema(graphql_api.SDL.read_text())

    assert strangers(ours, githubs) == []


def strangers(ours, githubs):
    return [one for name, kind in ours.type_map.items() for one in strange_in(kind, githubs.type_map.get(name))]


def strange_in(kind, known):
    """What GitHub has not, or has otherwise, of one type."""
    if type(known) is not type(kind):
        return [kind.name]
    if isinstance(kind, GraphQLEnumType):
        return [f"{kind.name}.{value}" for value in kind.values if value not in known.values]
    if isinstance(kind, GraphQLUnionType):
        return [
            f"{kind.name} = {one.name}" for one in kind.types if one.name not in {other.name for other in known.types}
        ]
    return strange_fields(kind, known) if isinstance(kind, WITH_FIELDS) else []


def strange_fields(kind, known):
    found = [f"{kind.name}.{name}" for name, field in kind.fields.items() if not alike(field, known.fields.get(name))]
    if isinstance(kind, GraphQLInputObjectType):
        return found
    of = {one.name for one in known.interfaces}
    return found + [f"{kind.name} implements {one.name}" for one in kind.interfaces if one.name not in of]


def alike(field, known):
    """The same type, as null as it, with the same default; no argument that the other has not or has otherwise."""
    if known is None or (str(field.type), default_of(field)) != (str(known.type), default_of(known)):
        return False
    arguments = getattr(field, "args", {})
    return all(alike(one, known.args.get(name)) for name, one in arguments.items())


def default_of(field):
    default = getattr(field, "default", None)
    if default is None:
        return None
    if default.literal is None:  # of GraphQL's own types, which are not read from a text
        return default.value
    return sorted(print_ast(default.literal).strip("{} ").split(", "))


@pytest.mark.parametrize(
    ("change", "strange"),
    [
        (("title: String!", "title: String"), "Issue.title"),
        (("number: Int!", "number: Int! owner: String"), "Issue.owner"),
        (("ASC DESC", "ASC DESC ANY"), "OrderDirection.ANY"),
        (("enableDuplicate: Boolean = false", "enableDuplicate: Boolean = true"), "Issue.stateReason"),
    ],
)
def test_a_slip_of_the_pen_is_seen(githubs, change, strange):
    ours = build_schema(graphql_api.SDL.read_text().replace(*change))

    assert strange in strangers(ours, githubs)
