"""The usual certificates, read once for a process and all that is forked from it.

Each client would read them anew, and that takes longer than most tests.
"""

import os
import ssl
from functools import cache

import certifi
import httpcore2

NAMED = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name others."""
USUAL = (certifi.where(), os.environ.get("SSL_CERT_FILE"))
"""The files that clients read in these tests, unless one of them names another."""
read_certificates = ssl.create_default_context
read_once = cache(read_certificates)
read_systems = httpcore2.default_ssl_context


def certificates(*purpose, **where):
    """A context for TLS, as ``ssl`` makes it; the usual one is the same each time."""
    usual = not purpose and where.keys() == {"cafile"} and where["cafile"] in USUAL
    return (read_once if usual else read_certificates)(*purpose, **where)


@cache
def systems_read_once(_named, **choices):
    """What clients of sign-ins trust, as long as the environment names the same."""
    return read_systems(**choices)


def systems_certificates(**choices):
    """A context for TLS, as ``httpcore2`` makes it; the same each time."""
    return systems_read_once(tuple(map(os.environ.get, NAMED)), **choices)


ssl.create_default_context = certificates
httpcore2.default_ssl_context = systems_certificates
certificates(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())
