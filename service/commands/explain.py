"""``detour explain``: the documentation of a rule."""

from __future__ import annotations

import sys
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rules.engine import catalogue, rule_named
from service.commands.saved import add_config
from service.exits import CLEAN, refuse

if TYPE_CHECKING:
    import argparse

    from rules.rule import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rule, or all."""
    parser.add_argument("rule", nargs="?", metavar="CODE|NAME", help="DT101 or missing-fallback")
    parser.add_argument("--all", action="store_true", help="every rule")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Prints a rule's documentation; without a rule, one line for each."""
    if options.all:
        sys.stdout.write("\n".join(_page(rule) for rule in catalogue()))
        return CLEAN
    if options.rule is None:
        sys.stdout.write("".join(map(_line, catalogue())))
        return CLEAN
    rule = rule_named(options.rule)
    if rule is None:
        return refuse(_unknown(options.rule))
    sys.stdout.write(_page(rule))
    return CLEAN


def _page(rule: type[Rule]) -> str:
    speaks = "may cause a comment on the issue" if rule.speaks else "is shown in reports and never causes a comment"
    if not rule.by_default:
        speaks += f'. It is off by default; this switches it on: `select = ["ALL", "{rule.name}"]` under `[policy]`'
    settings = [f"* `{setting.name}` = {setting.default!r}" for setting in fields(rule)]
    listed = "\n".join(settings) if settings else "None."
    head = f"# {rule.name} ({rule.code})\n\nSeverity: {rule.severity}; {speaks}.\n"
    return f"{head}\n{rule.documentation()}\n\n## Settings\n{listed}\n"


def _line(rule: type[Rule]) -> str:
    first, off = rule.documentation().partition("\n")[0], "" if rule.by_default else " (off by default)"
    return f"{rule.code}  {rule.name:<28}{rule.severity!s:<9}{first}{off}\n"


def _unknown(word: str) -> str:
    words = [name for rule in catalogue() for name in (rule.code, rule.name)]
    near = get_close_matches(word, words, n=1) or get_close_matches(word.upper(), words, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"there is no rule {word!r}.{hint} 'detour explain' lists them all"
