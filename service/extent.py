"""How far an audit read each site, and what it could not: said in every report, so that silence is no good news."""

from __future__ import annotations

import msgspec

from connectors.scanning import OutOfReach


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """What one audit read of one site. Times are in seconds since 1970.

    ``full``: every open issue was asked for, and not only what has moved. ``issues`` were read in ``requests``;
    comments and remote links took ``deeper`` requests more, and are not read yet of ``unread`` issues. ``missed`` are
    issues that had changed without any webhook having told. ``swept`` is when the last full sweep began that came to
    its end. ``failed`` says why it was not read to the end; ``only_received``: it has no credentials, so that what its
    webhooks told is all that is known of it.
    """

    site: str
    full: bool = False
    issues: int = 0
    requests: int = 0
    deeper: int = 0
    unread: int = 0
    missed: int = 0
    swept: float | None = None
    out_of_reach: tuple[OutOfReach, ...] = ()
    failed: str = ""
    only_received: bool = False


class Changes(msgspec.Struct, frozen=True):
    """What has changed since an earlier audit, which ended at ``since``: findings that came, and that went."""

    since: float
    came: int
    went: int
