"""What a GraphQL query costs: the requests that fill its connections, in hundreds, and the nodes that they may hold.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    VariableNode,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graphql import DocumentNode, SelectionSetNode


@dataclass(frozen=True, slots=True)
class Cost:
    """Points off the hourly limit, and nodes at most."""

    points: int
    nodes: int


def cost_of(document: DocumentNode, variables: Mapping[str, object], connections: Collection[str]) -> Cost:
    """The cost of all operations of a document, which has one in practice. ``connections`` are names of fields."""
    count = _Count({one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)})
    count.variables, count.connections = variables, connections
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            count.walk(one.selection_set, 1)
    return Cost(max(1, round(count.requests / 100)), count.nodes)


class _Count:
    variables: Mapping[str, object]
    connections: Collection[str]

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.fragments, self.requests, self.nodes = fragments, 0, 0

    def walk(self, selected: SelectionSetNode | None, times: int) -> None:
        """``times``: how often this part of the query is answered."""
        for one in selected.selections if selected is not None else ():
            if isinstance(one, FieldNode):
                self._field(one, times)
            elif isinstance(one, InlineFragmentNode):
                self.walk(one.selection_set, times)
            elif isinstance(one, FragmentSpreadNode) and one.name.value in self.fragments:
                self.walk(self.fragments[one.name.value].selection_set, times)

    def _field(self, field: FieldNode, times: int) -> None:
        size = self._size(field)
        if size is not None or field.name.value in self.connections:
            self.requests += times
            self.nodes += times * (size or 0)
        self.walk(field.selection_set, times * (size or self._asked_by_id(field)))

    def _asked_by_id(self, field: FieldNode) -> int:
        """How many things a field gives that names them by ids, in a variable: each fills its own connections."""
        named = (one.value for one in field.arguments or () if one.name.value == "ids")
        given = [self.variables.get(one.name.value) for one in named if isinstance(one, VariableNode)]
        return max((len(ids) for ids in given if isinstance(ids, list)), default=1)

    def _size(self, field: FieldNode) -> int | None:
        for argument in field.arguments or ():
            if argument.name.value in {"first", "last"} and isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                given = self.variables.get(argument.value.name.value)
                if argument.name.value in {"first", "last"} and isinstance(given, int):
                    return given
        return None
