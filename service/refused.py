"""What was asked for cannot be had or done: pages and the API tell why, and what to do instead."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  # it is no fault of ours
    """There is nothing like that, or nothing that can be done so: the status of HTTP, and what is said."""

    def __init__(self, status: int, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.status, self.title, self.advice = status, title, advice
