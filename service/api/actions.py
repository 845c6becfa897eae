"""What programs do: the same as people on pages, with the same role, and kept in the log of deeds alike."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from service.actions import audits, deliveries, issues, messages, work
from service.actions.acting import LONGEST, Action
from service.api.answers import answered, document
from service.api.asking import Asked, Wanting
from service.api.problems import documented
from service.api.shapes import AuditBegun, Rechecked, Replayed
from service.evidence.stated import Standing, standing_of
from service.store.page_statements import Stated, stated_on

ROUTER = APIRouter(tags=["actions"], responses=documented(400, 401, 403, 413, 503))
ISSUE = "/issues/{tracker}/{site}/{ref:path}"
LONGEST_REF = 200
Words = Annotated[str, Field(max_length=LONGEST_REF)]
Days = Annotated[float | None, Field(ge=0, le=9999, description="working days, to a tenth of one")]


class Told(BaseModel):
    """What a program sends: nothing that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class WaiverWanted(Told):
    """A risk that is accepted: of the wait for one issue, or of all; as one rule finds it, or as all do."""

    blocker: Words = Field(default="", examples=["PAY-311"])
    rule: Words = Field(default="", examples=["DT101"])
    until: date = Field(examples=["2026-12-24"], description="the last day, at most 90 days from today")
    because: str = Field(min_length=1, max_length=LONGEST, examples=["the launch does not need refunds"])


class FallbackWanted(Told):
    """A ticket that stands in for one issue that is waited for, or for all; and what it costs."""

    ticket: str = Field(min_length=1, max_length=LONGEST_REF, examples=["SHOP-40"])
    blocker: Words = Field(default="", examples=["PAY-311"])
    kind: Literal["", "hack", "rebuild", "away team", "smaller scope"] = Field(default="", examples=["hack"])
    build: Days = Field(default=None, examples=[3])
    keep: Days = Field(default=None, examples=[0.5])
    remove: Days = Field(default=None, examples=[1])


class AuditWanted(Told):
    """How an audit is to read: only what moved, or every open issue."""

    full: bool = Field(default=False, examples=[False])


@ROUTER.post(f"{ISSUE}/recheck", status_code=202, response_model=Rechecked, responses=documented(404))
def recheck(wanted: Wanting, tracker: str, site: str, ref: str) -> Response:  # noqa: ARG001  # for the description
    """Has an issue read anew, or judged anew where its site cannot be read."""
    return answered(Rechecked(wanted.done(issues.recheck).value), HTTPStatus.ACCEPTED)


@ROUTER.post(f"{ISSUE}/waivers", status_code=201, response_model=Standing, responses=documented(404))
def waive(wanted: Wanting, tracker: str, site: str, ref: str, told: WaiverWanted) -> Response:  # noqa: ARG001
    """Accepts the risk of a wait, signed by whoever asks. The same again takes the place of the former."""
    fields = {**told.model_dump(exclude={"until"}), "until": told.until.isoformat()}
    return answered(wanted.done(lambda action: _shown(action, issues.waive(action)), **fields), HTTPStatus.CREATED)


@ROUTER.post(f"{ISSUE}/fallbacks", status_code=201, response_model=Standing, responses=documented(404))
def declare(wanted: Wanting, tracker: str, site: str, ref: str, told: FallbackWanted) -> Response:  # noqa: ARG001
    """Declares a fallback. The same again takes the place of the former."""
    costs = {name: _days(getattr(told, name)) for name, _ in issues.COSTS}
    fields = {"ticket": told.ticket, "blocker": told.blocker, "kind": told.kind, **costs}
    return answered(wanted.done(lambda action: _shown(action, issues.declare(action)), **fields), HTTPStatus.CREATED)


@ROUTER.get(f"{ISSUE}/statements", response_model=list[Standing], responses=documented(404))
def statements(request: Request, asked: Asked, tracker: str, site: str, ref: str) -> Response:  # noqa: ARG001
    """What was stated of an issue through pages or the API, and stands."""
    row, _ = asked.located()
    return document(request, [standing_of(one, asked.sight) for one in stated_on(asked.connection, row)])


@ROUTER.delete(f"{ISSUE}/statements/{{number}}", status_code=204, responses=documented(404))
def withdraw(wanted: Wanting, tracker: str, site: str, ref: str, number: int) -> Response:  # noqa: ARG001
    """Takes a statement back: a risk that was accepted, or a fallback that was declared."""
    wanted.done(issues.withdraw, statement=str(number))
    return Response(status_code=HTTPStatus.NO_CONTENT)


@ROUTER.post("/audits", status_code=202, response_model=AuditBegun, responses=documented(409))
def begin_audit(request: Request, wanted: Wanting, told: AuditWanted | None = None) -> Response:
    """Begins an audit of all sites. One that is under way and was begun like this is gone on with."""
    full = "yes" if told is not None and told.full else ""
    number = wanted.done(audits.begin, full=full)
    progress = f"{request.url.path}/{number}/progress"
    return answered(AuditBegun(number, progress), HTTPStatus.ACCEPTED, Location=progress)


@ROUTER.post("/deliveries/replay", status_code=202, response_model=Replayed)
def replay_deliveries(wanted: Wanting) -> Response:
    """Looks at every dead letter again."""
    return answered(Replayed(wanted.done(deliveries.replay_dead)), HTTPStatus.ACCEPTED)


@ROUTER.post("/deliveries/{id}/replay", status_code=202, response_model=Replayed, responses=documented(404))
def replay_delivery(wanted: Wanting, id: int) -> Response:  # noqa: A002, ARG001  # as addresses and answers call it
    """Looks at one delivery again, whatever became of it."""
    return answered(Replayed(wanted.done(deliveries.replay_one)), HTTPStatus.ACCEPTED)


@ROUTER.post("/work/replay", status_code=202, response_model=Replayed)
def try_work_again(wanted: Wanting) -> Response:
    """Tries all work again that was given up."""
    return answered(Replayed(wanted.done(work.try_dead_again)), HTTPStatus.ACCEPTED)


@ROUTER.post("/work/{id}/replay", status_code=202, response_model=Replayed, responses=documented(404))
def try_again(wanted: Wanting, id: int) -> Response:  # noqa: A002, ARG001
    """Tries work on one issue again that fails, as if it had never failed."""
    return answered(Replayed(wanted.done(work.try_again)), HTTPStatus.ACCEPTED)


@ROUTER.post("/messages/replay", status_code=202, response_model=Replayed)
def replay_messages(wanted: Wanting) -> Response:
    """Sends every message to a program again that was given up."""
    return answered(Replayed(wanted.done(messages.send_dead_again)), HTTPStatus.ACCEPTED)


@ROUTER.post("/messages/{id}/replay", status_code=202, response_model=Replayed, responses=documented(404, 409))
def replay_message(wanted: Wanting, id: int) -> Response:  # noqa: A002, ARG001
    """Sends one message to a program again: one that was given up, or that was taken."""
    return answered(Replayed(wanted.done(messages.send_again)), HTTPStatus.ACCEPTED)


def _shown(action: Action, stated: Stated) -> Standing:
    return standing_of(stated, action.sight)


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}".removesuffix(".0")
