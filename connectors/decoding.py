"""JSON into documents, by decoders that one thread alone has built.

msgspec completes a type at its first use. A second thread that uses it meanwhile finds it half built, and the process
ends by a segmentation fault (0.22.0). So decoders are built when their module is imported, or here.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from threading import RLock
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

Shape = TypeVar("Shape")
Known = ParamSpec("Known")
_BUILDING: Final = RLock()
MOST: Final = 64
"""Decoders of one origin that are kept: one for each kind of answer, or for each site."""


def built_alone(build: Callable[Known, Shape]) -> Callable[Known, Shape]:
    """Has each decoder built once, while no other is being built: they may share types."""
    cached = lru_cache(maxsize=MOST)(build)

    @wraps(build)
    def one(*words: Known.args, **named: Known.kwargs) -> Shape:
        with _BUILDING:
            return cached(*words, **named)  # type: ignore[arg-type]  # what it is called with is told by ``Known``

    return one


@built_alone
def _decoder(kind: type[Shape], strict: bool) -> msgspec.json.Decoder[Shape]:  # noqa: FBT001  # a key of the cache
    return msgspec.json.Decoder(kind, strict=strict)


def decode(content: bytes | msgspec.Raw, kind: type[Shape], *, strict: bool = False) -> Shape:
    """A document of that kind; unless ``strict``, numbers may be written as texts.

    Raises ``msgspec.DecodeError`` for another shape, and ``RecursionError`` for one that is too deep.
    """
    return _decoder(kind, strict).decode(content)
