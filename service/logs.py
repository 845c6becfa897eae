"""Logs as events with fields, one JSON object a line, on standard error."""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Sets up the logs of this process. Called once, by a command."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,  # the text alone: values of variables may be secrets
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
