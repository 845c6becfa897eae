"""Which nodes of a graph hang together: by scipy, loaded only where it is asked, for that takes half a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def rings(count: int, start: ArrayLike, end: ArrayLike) -> NDArray[np.int32]:
    """Equal numbers, from 0 on, for those of ``count`` nodes that lead to each other: the strong components. Linear.

    The edges lead from ``start`` to ``end``. Tarjan's algorithm, as scipy has it.
    """
    return _components(count, start, end, directed=True)


def clusters(count: int, start: ArrayLike, end: ArrayLike) -> NDArray[np.int32]:
    """Equal numbers, from 0 on, for those of ``count`` nodes that edges connect, whichever way. Linear."""
    return _components(count, start, end, directed=False)


def _components(count: int, start: ArrayLike, end: ArrayLike, *, directed: bool) -> NDArray[np.int32]:
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    ends = np.asarray(start, dtype=np.int32), np.asarray(end, dtype=np.int32)
    edges = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count, count))
    label: NDArray[np.int32]
    _, label = connected_components(edges, directed=directed, connection="strong")
    return label
