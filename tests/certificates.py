"""The usual certificates, read once for a process and all that is forked from it.

Each client would read them anew, and that takes longer than most tests.
"""

import ssl
from functools import cache

import certifi

CERTIFICATES = {"cafile": certifi.where()}
read_certificates = ssl.create_default_context
read_once = cache(read_certificates)


def certificates(*purpose, **where):
    """A context for TLS, as ``ssl`` makes it; the usual one is the same each time."""
    return (read_once if not purpose and where == CERTIFICATES else read_certificates)(*purpose, **where)


ssl.create_default_context = certificates
read_once(**CERTIFICATES)
