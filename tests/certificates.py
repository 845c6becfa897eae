"""The usual certificates, read once for a process and all that is forked from it.

Each client would read them anew, and that takes longer than most tests.
"""

import os
import ssl
from functools import cache

import certifi
import httpcore2

CERTIFICATES = {"cafile": certifi.where()}
read_certificates = ssl.create_default_context
read_once = cache(read_certificates)


def certificates(*purpose, **where):
    """A context for TLS, as ``ssl`` makes it; the usual one is the same each time."""
    return (read_once if not purpose and where == CERTIFICATES else read_certificates)(*purpose, **where)


read_systems = httpcore2.default_ssl_context
NAMED = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that name others."""


@cache
def of_the_system():
    """Those that the clients of sign-ins trust."""
    return read_systems(_trust_env=False)


def certificates_of_the_system(**choices):
    """A context for TLS, as ``httpcore2`` makes it; the usual one is the same each time."""
    return read_systems(**choices) if any(name in os.environ for name in NAMED) else of_the_system()


ssl.create_default_context = certificates
httpcore2.default_ssl_context = certificates_of_the_system
read_once(**CERTIFICATES)
