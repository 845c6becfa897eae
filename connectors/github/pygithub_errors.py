"""Tells PyGithub's errors in the contract's words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from github import GithubException
from requests import RequestException

from connectors.contract import Denied, Unavailable
from connectors.github.refusals import refusal
from connectors.sending import never_sent
from connectors.ways import Circuit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def told(now: Callable[[], float], circuit: Circuit | None = None, *, wrote: bool = False) -> Iterator[None]:
    """Turns what PyGithub raises inside into ``Unavailable`` or ``Denied``. ``wrote``: a write may have been sent.

    ``circuit`` is told whether GitHub answered.
    """
    circuit = circuit or Circuit()
    try:
        yield
    except GithubException as error:
        circuit.answered(error.status)
        headers = {name.lower(): str(value) for name, value in (error.headers or {}).items()}
        raise refusal(error.status, headers, _message(error), now(), wrote=wrote) from error
    except RequestException as error:
        circuit.failed()
        reason = f"no answer from GitHub: {type(error).__name__}"
        raise Unavailable(reason, outcome_unknown=wrote and not never_sent(error)) from error
    except RuntimeError as error:  # of a redirect to another host or scheme
        raise Denied(str(error)) from error
    except (ValueError, AssertionError) as error:  # of an answer that is no JSON, or has not what it should have
        raise Unavailable("GitHub's answer is not understood", outcome_unknown=wrote) from error


def _message(error: GithubException) -> str:
    """What GitHub says; PyGithub's own ``message`` is empty for most answers."""
    said = error.data.get("message") if isinstance(error.data, dict) else None
    return str(said or error.message or "")
