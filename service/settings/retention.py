"""How long what came in is kept: ``[retention]``."""

from typing import Annotated

from pydantic import Field

from service.settings.table import Table, WholeNumber

A_DAY = 86_400.0
Days = Annotated[WholeNumber, Field(ge=0, le=36_500)]


class RetentionTable(Table):
    """How long deliveries are kept once they were looked at; those that were not, and dead letters, stay."""

    bodies_days: Days = Field(default=14, examples=["bodies_days = 14"])
    """After how many days the body of a delivery is taken away; 0 for as soon as it was looked at."""
    deliveries_days: Days = Field(default=90, examples=["deliveries_days = 90"])
    """After how many days a delivery is forgotten, and its repetition would be news; 0 for never."""

    @property
    def bodies_seconds(self) -> float:
        """How long bodies are kept."""
        return self.bodies_days * A_DAY

    @property
    def deliveries_seconds(self) -> float | None:
        """How long deliveries are kept, ``None`` for ever."""
        return self.deliveries_days * A_DAY or None
