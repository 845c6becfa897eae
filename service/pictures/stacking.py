"""Places connected nodes in layers, and in each beside those to which they are connected, however many they are.

A layer that would be higher than the whole is wide is folded into several columns: of a thousand that wait on one
there is a block, and no tower. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Final

from service.pictures.layout import ranks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.pictures.layout import Edge, Point

FEWEST_ROWS: Final = 8
SWEEPS: Final = 6


def stacked(nodes: int, edges: Sequence[Edge], slimness: float) -> list[Point]:
    """The column and the row of each node; ``slimness`` is how many rows are as high as a column is wide."""
    beside: list[list[int]] = [[] for _ in range(nodes)]
    for start, end in edges:
        beside[start].append(end)
        beside[end].append(start)
    rank, seen = ranks(nodes, edges), _walked(beside)
    layers: defaultdict[int, list[int]] = defaultdict(list)
    for node in sorted(range(nodes), key=seen.__getitem__):
        layers[rank[node]].append(node)
    rows = max(FEWEST_ROWS, ceil(sqrt(slimness * nodes)))
    row = _levelled(layers, beside, rows)
    return _folded(layers, row, rows)


def _walked(beside: Sequence[Sequence[int]]) -> list[int]:
    """The order in which a walk through all nodes that goes on as far as it can comes to each: trees do not cross."""
    found = [-1] * len(beside)
    count = 0
    for first in range(len(beside)):
        waiting = [first]
        while waiting:
            node = waiting.pop()
            if found[node] < 0:
                found[node], count = count, count + 1
                waiting.extend(reversed(beside[node]))
    return found


def _levelled(layers: Mapping[int, list[int]], beside: Sequence[Sequence[int]], rows: int) -> list[float]:
    """Rows that are as near as can be to those of the nodes beside, and at least 1 apart in a layer, which it sorts."""
    found = [0.0] * len(beside)
    for layer in layers.values():
        _set_apart(layer, [0.0] * len(layer), found, rows)
    order = sorted(layers)
    for sweep in range(SWEEPS):
        for at in order if sweep % 2 == 0 else reversed(order):
            layer = layers[at]
            wanted = {node: fmean(found[one] for one in beside[node]) if beside[node] else 0.0 for node in layer}
            layer.sort(key=wanted.__getitem__)
            _set_apart(layer, [wanted[node] for node in layer], found, rows)
    return found


def _set_apart(layer: Sequence[int], wanted: Sequence[float], found: list[float], rows: int) -> None:
    """Gives each of a layer, in its order, the row nearest to the wanted one such that no two share one."""
    step = min(1.0, rows / len(layer))
    rising = _rising([one - at * step for at, one in enumerate(wanted)])
    for at, (node, row) in enumerate(zip(layer, rising, strict=True)):
        found[node] = row + at * step


def _rising(values: Sequence[float]) -> list[float]:
    """The values that never fall which are nearest to some (pool adjacent violators; Ayer and others, 1955)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _folded(layers: Mapping[int, Sequence[int]], row: Sequence[float], rows: int) -> list[Point]:
    """Column and row of each; a layer of more than so many rows takes columns by turns: each keeps its height."""
    places: list[Point] = [(0.0, 0.0)] * len(row)
    column = 0
    for at in sorted(layers):
        layer = layers[at]
        columns = ceil(len(layer) / rows)
        for place, node in enumerate(layer):
            level = row[node] if columns == 1 else row[layer[0]] + place // columns
            places[node] = (float(column + place % columns), level)
        column += columns
    return places
