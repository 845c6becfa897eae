"""Rules as the configuration names them: by code or name, with settings that are the rule's own fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from functools import cached_property
from json import dumps
from typing import Annotated, Any, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)

from rules.engine import catalogue
from rules.rule import Rule
from service.own_rules.installed import NONE, Installed
from service.settings.table import Refusal, all_refused, divided, number, quoted, refused

ALL = "ALL"
NEED_BRIEF = "need-brief"
"""What may begin a comment beside rules: that somebody asks for an issue."""
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


@dataclass(frozen=True)
class KnownRules:
    """The rules that a configuration may name: Detour's, those of installed packages, and its ``own``.

    ``own_names`` are the names, by their codes, of its own that cannot be used.
    """

    installed: Installed = NONE
    own: tuple[type[Rule], ...] = ()
    own_names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def taken(self) -> Mapping[str, str]:
        """The names, by their codes, of the rules that are not its own."""
        return names_of((*catalogue(), *self.installed.rules))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """All names by codes."""
        return {**self.own_names, **{rule.code: rule.name for rule in self.own}, **self.taken}


def names_of(rules: Iterable[type[Rule]]) -> dict[str, str]:
    """The name of each rule by its code, and of those that are announced."""
    return dict(sorted({**ANNOUNCED, **{rule.code: rule.name for rule in rules}}.items()))


def known_in(info: ValidationInfo) -> KnownRules:
    """The rules that are known where something is validated."""
    return info.context if isinstance(info.context, KnownRules) else KnownRules()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_fold = {one.casefold(): one for one in known}
    close = get_close_matches(word[:_LONGEST_WORD].casefold(), by_fold, n=1)
    return by_fold[close[0]] if close else None


def code_of(word: str, names: Mapping[str, str]) -> str | None:
    """The code of the rule that a word names, in any case; variables write its hyphens as underscores."""
    plain = word.strip().casefold().replace("_", "-")
    return next((code for code, name in names.items() if plain in {code.casefold(), name}), None)


def no_such_rule(word: str, names: Mapping[str, str]) -> str:
    """Says that no rule has a name, and which one was probably meant."""
    meant = nearest(word.replace("_", "-"), [*names.values(), *names])
    code = code_of(meant, names) if meant else None
    hint = f"did you mean {names[code]} ({code})? " if code else ""
    return f"there is no rule {quoted(word)}; {hint}{SEE_ALL}"


def _rule(word: str, info: ValidationInfo) -> str:
    names = known_in(info).names
    if code := code_of(word, names):
        return code
    raise refused(no_such_rule(word, names))


def _selection(word: str, info: ValidationInfo) -> str:
    return ALL if word.upper() == ALL else _rule(word, info)


def _speaking(word: str, info: ValidationInfo) -> str:
    return NEED_BRIEF if word.strip().casefold().replace("_", "-") == NEED_BRIEF else _rule(word, info)


def _settings(given: Mapping[str, Mapping[str, object]], info: ValidationInfo) -> dict[str, dict[str, object]]:
    known = known_in(info)
    return checked_settings(given, (*catalogue(), *known.installed.rules, *known.own), known.names)


def checked_settings(
    given: Mapping[str, Mapping[str, object]], rules: Sequence[type[Rule]], names: Mapping[str, str] | None = None
) -> dict[str, dict[str, object]]:
    """The settings by the rules' names, each made the type of its rule's field. Refuses all that do not fit at once.

    ``names`` may tell, by code, of more than the rules that there are: settings of these are kept as they are.
    """
    names = names_of(rules) if names is None else names
    there = {rule.code: rule for rule in rules}
    checked: dict[str, dict[str, object]] = {}
    refusals: list[Refusal] = []
    for word, settings in given.items():
        code = code_of(word, names)
        if code is None:
            refusals.append(((word,), no_such_rule(word, names)))
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
SpeakingWord = Annotated[str, AfterValidator(_speaking)]
Selection = Annotated[str, AfterValidator(_selection)]
RuleSettings = Annotated[Mapping[str, Mapping[str, object]], AfterValidator(_settings)]
