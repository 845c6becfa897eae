"""The GraphQL endpoint: parses, validates and answers as GitHub does, with status 200 for any query.

https://docs.github.com/en/graphql/guides/forming-calls-with-graphql
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    execute_sync,
    is_abstract_type,
    parse,
    validate,
)

from connectors.simulator.github.graphql_cost import Cost, cost_of
from connectors.simulator.github.graphql_fields import FIELDS, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode

    from connectors.simulator.github.asking import Asking

SDL: Final = files("connectors.simulator.github").joinpath("schema.graphql")


@cache
def schema() -> GraphQLSchema:
    """The schema with its resolvers; made once, since it knows nothing of any world."""
    made = build_schema(SDL.read_text())
    for kind in made.type_map.values():
        if is_abstract_type(kind):
            kind.resolve_type = type_of
        elif isinstance(kind, GraphQLObjectType):
            for name, resolve in FIELDS.get(kind.name, {}).items():
                kind.fields[name].resolve = resolve
    return made


@cache
def _connections() -> frozenset[str]:
    """The fields that are connections, wherever they are: each name is one in every type, or in none."""
    kinds = [kind for kind in schema().type_map.values() if isinstance(kind, GraphQLObjectType)]
    fields = [(name, str(field.type)) for kind in kinds for name, field in kind.fields.items()]
    return frozenset(name for name, kind in fields if kind.removesuffix("!").endswith("Connection"))


@lru_cache(maxsize=256)
def document_of(query: str) -> DocumentNode:
    """A query, parsed. Raises ``GraphQLError`` where it is none, or asks for what the schema has not."""
    document = parse(query)
    errors = validate(schema(), document)
    if errors:
        raise errors[0]
    return document


def cost(query: str, variables: Mapping[str, object]) -> Cost:
    """What a query will cost; one point where it is no query."""
    try:
        return cost_of(document_of(query), variables, _connections())
    except GraphQLError:
        return Cost(1, 0)


def answer(query: str, variables: Mapping[str, object], asking: Asking) -> dict[str, Any]:
    """The body of the answer."""
    try:
        document = document_of(query)
    except GraphQLError as error:
        return {"errors": [told(error)]}
    result = execute_sync(schema(), document, context_value=asking, variable_values=dict(variables))
    return _body(result)


def _body(result: ExecutionResult) -> dict[str, Any]:
    errors = [told(error) for error in result.errors or ()]
    if result.data is None:
        return {"errors": errors}
    return {"data": result.data} | ({"errors": errors} if errors else {})


def told(error: GraphQLError) -> dict[str, Any]:
    """An error as GitHub prints it: its type beside the message, and not among the extensions."""
    said: dict[str, Any] = {**error.formatted}
    extensions = dict(said.pop("extensions", {}))
    kind = extensions.pop("type", None)
    return ({"type": kind} if kind else {}) | said | ({"extensions": extensions} if extensions else {})
