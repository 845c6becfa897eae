"""Opens saved issues: files or folders, gzipped or not, and hands out their single documents with their place.

A file is CSV if its name ends so, else JSON.
"""

from __future__ import annotations

import gzip
import re
import stat
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from connectors.csv_stream import BrokenCsvError, rows
from connectors.jira.csv_columns import NEEDED
from connectors.json_stream import BrokenJsonError, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GZIP = b"\x1f\x8b"
TABLES = (".csv",)
ENDINGS = (".json", ".jsonl", ".ndjson", *TABLES)
HOW_TO_SAVE = (
    "Save Jira issues with GET /rest/api/2/search?fields=*all&jql=... (Cloud: /rest/api/3/search/jql), GitHub issues "
    'with "gh api --paginate repos/OWNER/REPO/issues?state=all"; JSON pages, lists and lines are all read. Of Jira '
    'also FILE.csv, from "Export > CSV (all fields)" by a user whose language is English. Gzipped or not.'
)
# Half of a UTF-16 pair, as trackers print a text that they cut in the middle of an emoji; whole pairs are passed over.
SURROGATES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


class SavedFileError(Exception):
    """A file that cannot be read as saved issues; the message names the place and what to do."""


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """One document of a saved file. ``line`` counts from 1; ``refused`` says why there are no bytes."""

    path: Path
    line: int
    raw: bytes
    refused: str = ""

    @property
    def place(self) -> str:
        """For people: the file and the line."""
        return f"{self.path}, line {self.line}"


def saved_files(paths: list[Path]) -> list[Path]:
    """The files that are meant: a folder stands for the JSON and CSV files below it, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise SavedFileError(f"{path}: there is no such file. {HOW_TO_SAVE}")
        if stat.S_ISFIFO(path.stat().st_mode):
            raise SavedFileError(f"{path}: is a pipe, and saved issues are read twice; write them to a file first")
        inside = sorted(one for one in path.rglob("*") if _is_meant(one)) if path.is_dir() else [path]
        if not inside:
            raise SavedFileError(f"{path}: the folder holds no file that ends in {', '.join(ENDINGS)} (or .gz)")
        found += inside
    return list(dict.fromkeys(found))


def saved_documents(path: Path, progress: Callable[[int], None] = lambda _: None) -> Iterator[SavedDocument]:
    """The documents of one file. ``progress`` is told how many bytes of the file were taken so far.

    Raises ``SavedFileError`` where the file is missing, cut off, or neither JSON nor CSV.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(GZIP)) == GZIP
            file.seek(0)
            stream = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
            for found in rows(stream, NEEDED) if _ending(path).endswith(TABLES) else documents(stream):
                progress(file.tell())
                yield SavedDocument(path, found.line, _whole(found.raw), found.refused)
    except (BrokenJsonError, BrokenCsvError) as error:
        raise SavedFileError(f"{path}: {error}. {HOW_TO_SAVE}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SavedFileError(f"{path}: the gzip data is damaged or cut off ({error}); save it again") from error
    except OSError as error:
        raise SavedFileError(f"{path}: {error.strerror or error}") from error


def _is_meant(path: Path) -> bool:
    return path.is_file() and _ending(path).endswith(ENDINGS) and not path.name.startswith(".")


def _ending(path: Path) -> str:
    return path.name.lower().removesuffix(".gz")


def _whole(raw: bytes) -> bytes:
    """A document with each half of a surrogate pair replaced by U+FFFD; no decoder takes such a half."""
    if b"\\" not in raw or (b"\\ud" not in raw and b"\\uD" not in raw):  # one byte is found far sooner than three
        return raw
    return SURROGATES.sub(lambda escape: rb"\ufffd" if escape["half"] else escape[0], raw)
