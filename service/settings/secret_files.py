"""Secrets from files: ``token_file = "..."`` stands for ``token``, and so for every secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_origin

from service.settings.table import Table, mentions_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from service.settings.table import Key, Refusal

SUFFIX = "_file"
UNREADABLE = "unreadable"


def secret_keys(table: type[Table]) -> dict[str, bool]:
    """The secrets of a table, and whether each is a list."""
    return {
        name: get_origin(field.annotation) is tuple
        for name, field in table.model_fields.items()
        if mentions_secret(field.annotation)
    }


def read_secret_files(
    document: dict[str, Any], folder: Path, tables: Mapping[str, type[Table]]
) -> tuple[dict[Key, Path], list[Refusal]]:
    """Puts what the files hold in the place of their names; a list has one secret a line.

    Returns the keys that came out of files, each with its file, and what went wrong. A file that cannot be read leaves
    a placeholder, so that nothing else complains of a missing secret.
    """
    came: dict[Key, Path] = {}
    refusals: list[Refusal] = []
    for key, table, secrets in _tables(document, tables):
        for name, several in secrets.items():
            if name + SUFFIX not in table:
                continue
            given = table.pop(name + SUFFIX)
            came[*key, name] = folder / str(given)
            try:
                held = _content(folder, given) if name not in table else _twice(name)
            except UnreadableError as error:
                refusals.append(((*key, name + SUFFIX), str(error)))
                held = UNREADABLE
            table[name] = held.split("\n") if several else held
    return came, refusals


def _tables(
    document: dict[str, Any], tables: Mapping[str, type[Table]]
) -> Iterator[tuple[Key, dict[str, Any], dict[str, bool]]]:
    for section, kind in tables.items():
        found = document.get(section)
        within = enumerate(found) if isinstance(found, list) else found.items() if isinstance(found, dict) else ()
        places: list[tuple[Key, object]] = [((section,), found), *(((section, place), one) for place, one in within)]
        for key, table in places:
            if isinstance(table, dict):
                yield key, table, secret_keys(_kind_at(key[1:], kind))


def _kind_at(below: Key, kind: type[Table]) -> type[Table]:
    """What a table is: one of a kind of its own in a section, or one of several of the section's kind."""
    field = kind.model_fields.get(str(below[0])) if below else None
    kinds = (field.annotation, *getattr(field.annotation, "__args__", ())) if field else ()
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, Table)), kind)


class UnreadableError(Exception):
    """A secret's file that gives no secret."""


def _content(folder: Path, name: object) -> str:
    if not isinstance(name, str):
        raise UnreadableError("should be a file's name in quotes")
    try:
        content = (folder / name).read_text("utf-8-sig").strip()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from None
    except ValueError:
        raise UnreadableError("cannot be read: it is no text") from None
    if not content:
        raise UnreadableError("names a file that is empty")
    return "\n".join(line.strip() for line in content.splitlines() if line.strip())


def _twice(name: str) -> str:
    raise UnreadableError(f"stands beside {name}: keep one of them")
