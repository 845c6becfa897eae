"""``detour explain``: the documentation of a rule, and the names that rules of one's own may use."""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from rules.engine import rule_named, rules_of
from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.own_rules.vocabulary import TERMS
from service.printable import printable
from service.settings import SettingsError, load
from service.settings.configuration import SPEAKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from rules.rule import Rule

EXPRESSIONS: Final = "expressions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rule, or all."""
    told = f"DT101 or missing-fallback; '{EXPRESSIONS}' lists what a rule of one's own may ask"
    parser.add_argument("rule", nargs="?", metavar="CODE|NAME", help=told)
    parser.add_argument("--all", action="store_true", help="every rule")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Prints a rule's documentation; without a rule, one line for each. Own rules are those of the configuration."""
    try:
        settings = load(options.config, os.environ if options.config else {})
    except SettingsError as error:
        return refuse(str(error))
    rules = rules_of(settings.policy())
    if options.all:
        return _print("\n".join(map(_page, rules)))
    if options.rule is None:
        return _print("".join(map(_line, rules)))
    if options.rule == EXPRESSIONS:
        return _print("".join(_terms()))
    rule = rule_named(options.rule, rules)
    return refuse(_unknown(options.rule, rules)) if rule is None else _print(_page(rule))


def _print(text: str) -> int:
    sys.stdout.write("".join(f"{printable(line)}\n" for line in text.splitlines()))
    return CLEAN


def _page(rule: type[Rule]) -> str:
    speaks = "may cause a comment on the issue" if rule.speaks else "is shown in reports and never causes a comment"
    if rule.speaks and rule.code not in SPEAKING:
        speaks += f', where it is named: `rules = ["{rule.name}", ...]` under `[comments]`'
    if not rule.by_default:
        speaks += f'. It is off by default; this switches it on: `select = ["ALL", "{rule.name}"]` under `[policy]`'
    settings = [f"* `{setting.name}` = {setting.default!r}" for setting in fields(rule)]
    listed = "\n".join(settings) if settings else "None."
    head = f"# {rule.name} ({rule.code})\n\nSeverity: {rule.severity}; {speaks}.\n"
    return f"{head}\n{rule.documentation()}\n\n## Settings\n{listed}\n"


def _line(rule: type[Rule]) -> str:
    first, off = rule.documentation().partition("\n")[0], "" if rule.by_default else " (off by default)"
    return f"{rule.code}  {rule.name:<28}{rule.severity!s:<9}{first}{off}\n"


def _terms() -> Iterator[str]:
    """What an expression may ask; of both issues it is the same."""
    for heading, end in (
        ("Of a link", "link."),
        ("Of the issue that waits, and the same of `blocker`, what it waits on", "blocked."),
    ):
        yield f"{heading}:\n"
        for term in TERMS:
            if term.name.startswith(end):
                kind = f"{term.kind.value}{' or null' if term.may_lack else ''}"
                yield f"  {term.name:<22}{kind:<24}{term.says}\n"


def _unknown(word: str, rules: tuple[type[Rule], ...]) -> str:
    words = [name for rule in rules for name in (rule.code, rule.name)]
    near = get_close_matches(word, words, n=1) or get_close_matches(word.upper(), words, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"there is no rule {word!r}.{hint} 'detour explain' lists them all"
