"""Rules as the configuration names them: by code or name, with settings that are the rule's own fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from difflib import get_close_matches
from json import dumps
from typing import Annotated, Any, get_origin, get_type_hints

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from rules.engine import catalogue
from rules.rule import Rule
from service.settings.table import Refusal, all_refused, divided, number, quoted, refused

ALL = "ALL"
SEE_ALL = "`detour explain --all` lists the rules"

ANNOUNCED: Mapping[str, str] = {
    "DT107": "fallback-too-late",
    "DT108": "fallback-not-started",
    "DT109": "waiver-expired",
    "DT110": "waiver-unused",
    "DT201": "hack-without-migration",
    "DT202": "fallback-without-cost",
    "DT203": "migration-due",
    "DT204": "away-team-not-considered",
    "DT205": "away-team-overstays",
    "DT301": "need-not-stated",
    "DT302": "need-not-understood",
    "DT303": "importance-mismatch",
    "DT304": "request-gone-quiet",
    "DT305": "blocker-slipped",
    "DT307": "waiting-too-long",
    "DT402": "danger-zone",
    "DT403": "deep-chain",
    "DT405": "released",
    "DT501": "team-pair",
    "DT502": "bottleneck",
    "DT503": "asks-ignored",
    "DT504": "no-integrator",
}
"""Rules of the rulebook that may come later than the settings that name them. Once there, the rule itself counts."""

_LONGEST_WORD = 60
_LARGEST = 1e9
_LAX = ConfigDict(hide_input_in_errors=True)
_EXPECTED: Mapping[object, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "text in quotes",
}


def known_rules(rules: Iterable[type[Rule]] | None = None) -> dict[str, str]:
    """Every rule's name by its code; ``rules`` are those there are, else the catalogue's."""
    there = {rule.code: rule.name for rule in (catalogue() if rules is None else rules)}
    return dict(sorted({**ANNOUNCED, **there}.items()))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_fold = {one.casefold(): one for one in known}
    close = get_close_matches(word[:_LONGEST_WORD].casefold(), by_fold, n=1)
    return by_fold[close[0]] if close else None


def code_of(word: str, names: Mapping[str, str] | None = None) -> str | None:
    """The code of the rule that a word names, in any case; variables write its hyphens as underscores."""
    plain = word.strip().casefold().replace("_", "-")
    known = known_rules() if names is None else names
    return next((code for code, name in known.items() if plain in {code.casefold(), name}), None)


def no_such_rule(word: str) -> str:
    """Says that no rule has a name, and which one was probably meant."""
    rules = known_rules()
    meant = nearest(word.replace("_", "-"), [*rules.values(), *rules])
    code = code_of(meant) if meant else None
    hint = f"did you mean {rules[code]} ({code})? " if code else ""
    return f"there is no rule {quoted(word)}; {hint}{SEE_ALL}"


def _rule(word: str) -> str:
    if code := code_of(word):
        return code
    raise refused(no_such_rule(word))


def _selection(word: str) -> str:
    return ALL if word.upper() == ALL else _rule(word)


def checked_settings(
    given: Mapping[str, Mapping[str, object]], rules: Sequence[type[Rule]]
) -> dict[str, dict[str, object]]:
    """The settings by the rules' names, each made the type of its rule's field. Refuses all that do not fit at once.

    Settings of a rule that is only announced are kept as they are.
    """
    names, there = known_rules(rules), {rule.code: rule for rule in rules}
    checked: dict[str, dict[str, object]] = {}
    refusals: list[Refusal] = []
    for word, settings in given.items():
        code = code_of(word, names)
        if code is None:
            refusals.append(((word,), no_such_rule(word)))
        elif names[code] in checked:
            refusals.append(((word,), f"is a second table for {names[code]}: put its settings into one"))
        else:
            fitting = Fitting(there.get(code), settings)
            checked[names[code]] = fitting.values
            refusals.extend(((word, *key), text) for key, text in fitting.refusals)
    if refusals:
        raise all_refused(refusals)
    return checked


class Fitting:
    """The settings of one rule, tried on its fields: ``values`` that fit, and ``refusals`` for the others."""

    def __init__(self, rule: type[Rule] | None, settings: Mapping[str, object]) -> None:
        self.values: dict[str, object] = dict(settings) if rule is None else {}
        self.refusals: list[Refusal] = [] if rule is None else list(self._try(rule, settings))

    def _try(self, rule: type[Rule], settings: Mapping[str, object]) -> Iterator[Refusal]:
        kinds = setting_types(rule)
        defaults = {field.name: field.default for field in fields(rule) if field.default is not MISSING}
        for key, value in settings.items():
            if key not in kinds:
                yield (key,), _no_such_setting(rule, key, kinds)
                continue
            kind = kinds[key]
            try:
                self.values[key] = _fitted(kind, value)
            except ValidationError:
                yield (key,), f"should be {_expected(kind)}{_such_as(key, defaults.get(key))}"


def setting_types(rule: type[Rule]) -> dict[str, Any]:
    """A rule's settings: the names and types of its fields."""
    hints = get_type_hints(rule)
    return {field.name: hints[field.name] for field in fields(rule)}


def _fitted(kind: Any, value: object) -> object:  # noqa: ANN401  # a type as a value: int, tuple[str, ...]
    """The value as a rule's field holds it. A threshold is a number from 0 up; true and false are no numbers."""
    if kind in {int, float}:
        kind = Annotated[kind, BeforeValidator(number), Field(ge=0, lt=_LARGEST)]
    elif get_origin(kind) is tuple:
        value = divided(value)
    return TypeAdapter[object](kind, config=_LAX).validate_python(value)


def _expected(kind: object) -> str:
    return _EXPECTED.get(kind, "a list" if get_origin(kind) is tuple else "a value of its default's kind")


def _such_as(key: str, default: object) -> str:
    if isinstance(default, bool | int | float | str | tuple):
        return f", such as {key} = {dumps(default)}"
    return ""


def _no_such_setting(rule: type[Rule], key: str, known: Iterable[str]) -> str:
    settings = sorted(known)
    if not settings:
        return f"is no setting of {rule.name}, which has none"
    meant = nearest(key, settings)
    hint = f"did you mean {meant}? " if meant else ""
    return f"is no setting of {rule.name}; {hint}it has {', '.join(settings)}"


RuleWord = Annotated[str, AfterValidator(_rule)]
Selection = Annotated[str, AfterValidator(_selection)]
RuleSettings = Annotated[
    Mapping[str, Mapping[str, object]], AfterValidator(lambda given: checked_settings(given, catalogue()))
]
