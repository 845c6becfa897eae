"""A configuration to begin with: every table and every key, with what it means and an example, all commented out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.settings.configuration import Settings
from service.settings.words import example, purpose, table_in, words_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings.table import Table

HEAD: Final = """\
# The configuration of Detour. As it stands it says nothing: take the # away from what you need, and change it.
# 'detour check-config --config {name}' tells what it means, or what is wrong with it. Any key can come from the
# environment, too: DETOUR_SERVER__PORT=8080; and every secret from a file: token_file = "token".
"""
A_SETTING: Final = "# quiet_days = 14"


def template(name: str) -> str:
    """The text of the file, which is a configuration like one of no file at all."""
    return HEAD.format(name=name) + "\n".join(_tables(Settings)) + "\n"


def _tables(table: type[Table]) -> Iterator[str]:
    for field in table.model_fields.values():
        if example(field).startswith("["):
            yield from _table(example(field), table_in(field.annotation))


def _table(heading: str, kind: type[Table] | None) -> Iterator[str]:
    if kind is None:
        yield from ("", "# The settings of a rule: 'detour explain' tells which it has.", f"# {heading}", A_SETTING)
        return
    words = words_on(kind)
    yield from ("", f"# {purpose(kind)}", f"# {heading}")
    for name, field in kind.model_fields.items():
        if not example(field).startswith("["):
            yield from (f"#   {words[name]}", f"# {example(field)}")
    yield from _tables(kind)
