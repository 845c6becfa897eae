"""Records what a made-up tracker is asked, and what it answers."""

from dataclasses import dataclass

from connectors.simulator.serving import Answer, Request


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    request: Request
    answer: Answer


def record(tracker):
    """The list into which each exchange of a made-up tracker goes from now on."""
    recorded, answer_to = [], tracker.server._server.handle_one

    def handle(request):
        answer = answer_to(request)
        recorded.append(Exchange(request, answer))
        return answer

    tracker.server._server.handle_one = handle
    return recorded
