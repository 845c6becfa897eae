"""What the first page would wait for, and webhooks beside it: done once, as soon as the service is ready."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from service.pages.rendering import compile_templates

LATER: Final = ("igraph", "icalendar")
"""What maps and calendars need, and a service starts sooner without."""


def prepare() -> None:
    """Compiles all templates and loads what pages need: a third of a second of a processor, in a thread of its own."""
    compile_templates()
    for name in LATER:
        import_module(name)
