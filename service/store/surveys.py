"""What the last survey told, document by document, and the figures of the days before."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import msgspec
from sqlalchemy import delete, func, insert, select

from service.store.documents import encoded
from service.store.tables import survey as table
from service.store.tables import trend
from service.store.upserts import put
from service.survey import shown
from service.survey.bot import BotRecord
from service.survey.mapped import Map

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from service.survey.taking import Survey

Document = TypeVar("Document")

EVERYTHING: Final = ""
"""Stands for the whole organisation where a team's slug would."""
KEPT_DAYS: Final = 730
LARGE: Final = 100_000
"""Bytes of a document which take longer to decode than to compare."""
_TEAM: Final = "team/"
_FIGURES: Final = msgspec.json.Decoder(shown.Figures)


@dataclass(frozen=True, slots=True)
class Taken:
    """A survey that was taken: from the store as it was at a tick and a moment, of a configuration, in ``seconds``.

    ``first`` is the moment of the first one ever: what that found is not new, but nobody had looked before.
    """

    at: float
    tick: int
    decisions: str
    seconds: float
    first: float


@dataclass(frozen=True, slots=True)
class Documents:
    """What a survey tells beside its findings, as it is kept: by name, and the figures by team."""

    bodies: Mapping[str, bytes]
    figures: Mapping[str, bytes]


def documents_of(survey: Survey, taken: Taken, record: BotRecord | None = None) -> Documents:
    """The documents of a survey, with the bot's own record. Pure."""
    documents: dict[str, object] = {
        "taken": taken,
        "overview": survey.overview,
        "lines": survey.lines,
        "flows": survey.flows,
        "map": survey.map,
        "dates": survey.dates,
        "bot": record,
        **{f"{_TEAM}{slug}": sheet for slug, sheet in survey.sheets.items()},
    }
    figures = {EVERYTHING: survey.overview.figures, **{line.team.slug: line.figures for line in survey.lines}}
    return Documents(_encoded(documents), _encoded(figures))


def _encoded(documents: Mapping[str, object]) -> dict[str, bytes]:
    return {name: encoded(one) for name, one in documents.items()}


def keep_documents(connection: Connection, documents: Documents, day: date) -> None:
    """Puts them in the place of the last survey's, and the figures in that of the same day's."""
    connection.execute(delete(table))
    connection.execute(insert(table), [{"name": name, "body": body} for name, body in documents.bodies.items()])
    today = day.toordinal()
    connection.execute(delete(trend).where((trend.c.day == today) | (trend.c.day < today - KEPT_DAYS)))
    put(connection, trend, [{"day": today, "team": team, "figures": one} for team, one in documents.figures.items()])


def taken(connection: Connection) -> Taken | None:
    """When the last survey was taken, if one was."""
    return _read(connection, "taken", Taken)


def overview(connection: Connection) -> shown.Overview | None:
    """The overview, if a survey was taken."""
    return _read(connection, "overview", shown.Overview)


def lines(connection: Connection) -> tuple[shown.TeamLine, ...]:
    """Each team in a line."""
    return _read(connection, "lines", tuple[shown.TeamLine, ...]) or ()


def flows(connection: Connection) -> tuple[shown.Flow, ...]:
    """Who waits on whom."""
    return _read(connection, "flows", tuple[shown.Flow, ...]) or ()


def sheet(connection: Connection, team: str) -> shown.TeamSheet | None:
    """All that is shown of a team, if it is known."""
    return _read(connection, f"{_TEAM}{team}", shown.TeamSheet)


def has_page(connection: Connection, team: str) -> bool:
    """Whether the last survey knew a team."""
    return connection.execute(select(table.c.name).where(table.c.name == f"{_TEAM}{team}")).scalar() is not None


def map_(connection: Connection) -> Map | None:
    """The map, if a survey was taken."""
    return _read(connection, "map", Map)


def dates(connection: Connection) -> tuple[shown.Dated, ...]:
    """The days to come, and those to decide by that have passed, in order."""
    return _read(connection, "dates", tuple[shown.Dated, ...]) or ()


def bot(connection: Connection) -> BotRecord | None:
    """The bot's own record, if a survey was taken."""
    return _read(connection, "bot", BotRecord)


def figures_since(connection: Connection, team: str, day: date) -> list[tuple[int, shown.Figures]]:
    """A team's figures, or those of ``EVERYTHING``, by day (ordinal) from some day on, as far as there was a survey."""
    wanted = select(trend.c.day, trend.c.figures).where(trend.c.team == team, trend.c.day >= day.toordinal())
    rows = connection.execute(wanted.order_by(trend.c.day))
    return [(row.day, _FIGURES.decode(row.figures)) for row in rows]


def figures_before(connection: Connection, team: str, day: date) -> tuple[int, shown.Figures] | None:
    """The last figures from before a day."""
    latest = select(func.max(trend.c.day)).where(trend.c.team == team, trend.c.day < day.toordinal()).scalar_subquery()
    row = connection.execute(select(trend).where(trend.c.team == team, trend.c.day == latest)).first()
    return None if row is None else (row.day, _FIGURES.decode(row.figures))


def known_teams(connection: Connection) -> Sequence[str]:
    """The slugs of all teams of which there is a sheet."""
    names = connection.execute(select(table.c.name).where(table.c.name.startswith(_TEAM, autoescape=True))).scalars()
    return [name.removeprefix(_TEAM) for name in names]


def _read(connection: Connection, name: str, kind: type[Document]) -> Document | None:
    """A document; one that another version kept in another shape is as good as none, until the next survey."""
    body = connection.execute(select(table.c.body).where(table.c.name == name)).scalar()
    with suppress(msgspec.ValidationError):
        if body is None:
            return None
        decode: Callable[[bytes, Any], object] = _decoded_once if len(body) > LARGE else _decoded
        return cast("Document", decode(body, kind))
    return None


def _decoded(body: bytes, kind: Any) -> object:  # noqa: ANN401  # a type, and mypy has no word for tuple[X, ...]
    return msgspec.json.decode(body, type=kind)


_decoded_once = lru_cache(maxsize=8)(_decoded)
"""Of large documents: page after page is made of the same few, which stay the same from survey to survey."""
