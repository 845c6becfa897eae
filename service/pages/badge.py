"""A team's badges, for its README: the plans that need nobody else, and the waits without a plan B."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from service.pages.documents import document
from service.pages.team import sheet_of
from service.pictures.badge import badge
from service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup
    from starlette.responses import Response

    from service.pages.desk import Visit
    from service.survey.shown import Figures

SVG: Final = "image/svg+xml"


def team_badge(visit: Visit) -> Response:
    """One of them, by ``?what=``."""
    what = visit.words("what") or "alone"
    if what not in BADGES:
        raise Refused(400, "There is no such badge", f"what is one of {', '.join(BADGES)}.")
    sheet = sheet_of(visit, str(visit.request.path_params["team"]))
    drawn = BADGES[what](None if sheet is None else sheet.line.figures)
    answer = document(visit.request, drawn.encode(), SVG)
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is there to be shown elsewhere
    return answer


def _alone(figures: Figures | None) -> Markup:
    share = None if figures is None else figures.self_reliance
    value = "no plan" if share is None else percent(share)
    return badge("plans that need nobody else", value, good=None if share is None else share == 1)


def _uncovered(figures: Figures | None) -> Markup:
    count = 0 if figures is None else figures.uncovered
    return badge("waits without a plan B", str(count), good=None if figures is None else not count)


BADGES: Final[dict[str, Callable[[Figures | None], Markup]]] = {"alone": _alone, "uncovered": _uncovered}
