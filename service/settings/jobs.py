"""Who does the work, and where a worker tells how it is: ``[jobs]`` and ``[worker]``."""

from typing import Annotated, Literal

from pydantic import Field

from service.settings.table import Table, Text, WholeNumber

Runner = Literal["embedded", "cluster"]


class JobsTable(Table):
    """Who does the work that webhooks and the clock bring."""

    runner: Runner = Field(default="embedded", examples=['runner = "embedded"'])
    """embedded: detour serve itself. cluster: any number of detour worker processes, on PostgreSQL alone."""


class WorkerTable(Table):
    """Where a worker answers /healthz, /readyz and /metrics, if anywhere."""

    host: Text = Field(default="127.0.0.1", examples=['host = "0.0.0.0"'])
    """The address that it listens on."""
    port: Annotated[WholeNumber, Field(ge=0, le=65535)] | None = Field(default=None, examples=["port = 8001"])
    """The port that it listens on; without one it answers nobody."""
