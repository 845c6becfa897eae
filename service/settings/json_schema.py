"""The configuration as a JSON Schema: editors complete keys with it, and mark what is wrong while it is written.

It is read by the language servers for TOML, such as https://taplo.tamasfe.dev/configuration/using-schemas.html .
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from service.settings.configuration import Settings
from service.settings.secret_files import SUFFIX, secret_keys
from service.settings.table import Table
from service.settings.words import example, example_value, purpose, words_on

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The one that language servers for TOML understand."""
BOUNDS: Final = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
HIDDEN: Final = "*" * 10
"""How pydantic shows the default of a secret."""


def json_schema() -> dict[str, Any]:
    """The schema of a whole file."""
    made = Settings.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs")
    for table in _tables(Table):
        if table.__name__ in definitions:
            _explain(definitions[table.__name__], table)
    _explain(made, Settings)
    return {"$schema": DIALECT, "title": "The configuration of Detour", **made, "definitions": definitions}


def _tables(kind: type[Table]) -> Iterator[type[Table]]:
    for table in kind.__subclasses__():
        yield table
        yield from _tables(table)


def _explain(described: dict[str, Any], table: type[Table]) -> None:
    """Adds what each key means, examples as values, and the files that secrets may come from."""
    described.pop("title", None)
    described["description"] = purpose(table)
    words, properties = words_on(table), described["properties"]
    for name, field in table.model_fields.items():
        key = field.alias or name
        properties[key] = _plain(properties[key])
        if text := words.get(name):
            properties[key]["description"] = text
        properties[key].pop("examples", None)
        with_example = example(field)
        if with_example and not with_example.startswith("["):
            given, value = example_value(with_example)
            properties[key] |= {"examples": [_json(value)]} if given == key else {}
    for name in secret_keys(table):
        _from_file(described, name, words.get(name, ""))


def _from_file(described: dict[str, Any], name: str, words: str) -> None:
    """A secret that is needed may stand in a file, too."""
    told = f"The file that holds it, beside this one. {words}".rstrip()
    described["properties"][name + SUFFIX] = {"type": "string", "minLength": 1, "description": told}
    required = described.get("required", [])
    if name in required:
        required.remove(name)
        described.setdefault("allOf", []).append({"oneOf": [{"required": [name]}, {"required": [name + SUFFIX]}]})
    else:
        described.setdefault("allOf", []).append({"not": {"required": [name, name + SUFFIX]}})


def _plain(node: Any) -> Any:  # noqa: ANN401  # any part of a schema
    """A part without null, which TOML has not, and with bounds by the names that the standard gives them."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {BOUNDS.get(key, key): _plain(value) for key, value in node.items() if not _is_useless(key, value)}
    kinds = [one for one in plain.get("anyOf", ()) if one != {"type": "null"}]
    if len(kinds) == 1:
        del plain["anyOf"]
        plain |= kinds[0]
    return plain


def _is_useless(keyword: str, value: object) -> bool:
    """Titles repeat the keys; a table's default is those of its keys; how forms hide a secret is no editor's matter."""
    match keyword, value:
        case ("title" | "writeOnly", _) | ("format", "password") | ("default", None | dict()):
            return True
        case _:
            return keyword == "default" and value == HIDDEN


def _json(value: object) -> object:
    """A value of TOML as JSON has it: its dates are text there."""
    return json.loads(json.dumps(value, default=str))
