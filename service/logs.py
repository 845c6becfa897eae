"""Logs as events with fields, one JSON object a line."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog

from service.tracing import with_trace


def configure(stream: TextIO = sys.stderr) -> None:
    """Sets up the logs of this process. Called by a command."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=stream, force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,  # which delivery, issue, site and lane it is about
            with_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,  # the text alone: values of variables may be secrets
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
    )


def silence() -> None:
    """Keeps this process from logging: a command that shows its progress says itself what is wrong."""
    logging.basicConfig(level=logging.CRITICAL, format="%(message)s", stream=sys.stderr, force=True)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
