"""What the APIs of all made-up trackers do alike: note each request, and let go wrong what was scripted."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from connectors.simulator.faults import Faults
from connectors.simulator.requests import Asked, Moment, RequestLog
from connectors.simulator.serving import Dropped

if TYPE_CHECKING:
    from connectors.simulator.serving import Answer, Request

Caller = TypeVar("Caller")


@dataclass(slots=True, kw_only=True)
class Api(ABC, Generic[Caller]):
    """All of one tracker's APIs. ``handle`` runs in the threads of a server."""

    faults: Faults = field(default_factory=Faults)
    log: RequestLog = field(default_factory=RequestLog)
    ending: threading.Event = field(default_factory=threading.Event)
    """Set when the server ends, so that nobody waits for a late answer any more."""

    @abstractmethod
    def caller(self, request: Request) -> Caller | None:
        """Who asks, if that is somebody known."""

    @abstractmethod
    def login(self, caller: Caller) -> str:
        """The name of who asks."""

    @abstractmethod
    def answer(self, request: Request, caller: Caller | None) -> Answer:
        """What is answered where nothing goes wrong."""

    def handle(self, request: Request) -> Answer:
        """One answer. Raises ``Dropped`` where a fault says so."""
        caller = self.caller(request)
        login = self.login(caller) if caller is not None else ""
        asked = Asked(request.method, request.path, login, request.body)
        self.log.at(Moment.BEFORE, asked)
        fault = self.faults.take(request.method, request.path)
        self.ending.wait(fault.seconds)
        answer = fault.instead or self.answer(request, caller)
        answer = fault.afterwards or answer
        self.log.at(Moment.AFTER, replace(asked, status=0 if fault.drops else answer.status))
        if fault.drops:
            raise Dropped
        return answer
