"""Progress of reading files: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def progress(paths: list[Path], stream: TextIO) -> Iterator[Callable[[Path, int], None]]:
    """Yields what is to be told a file and how many of its bytes were taken. The bar is gone when the work is done."""
    if not stream.isatty():
        yield lambda _path, _taken: None
        return
    columns = TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("reading", total=sum(_size(path) for path in paths))
        taken: dict[Path, int] = {}

        def advance(path: Path, count: int) -> None:
            if taken.get(path) != count:
                taken[path] = count
                bar.update(task, completed=sum(taken.values()))

        yield advance


def _size(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; what cannot be asked counts as nothing."""
    try:
        return sum(one.stat().st_size for one in path.rglob("*")) if path.is_dir() else path.stat().st_size
    except OSError:
        return 0
