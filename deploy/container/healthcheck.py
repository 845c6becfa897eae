"""Asks a process in this container whether it lives: healthcheck.py PORT [PATH]. Status 0 if the answer is 200.

The image has neither curl nor wget, and needs nothing beyond this. It goes around proxies that the environment names.
"""

import http.client
import sys

SECONDS = 3
"""Less than what whoever runs this allows it."""


def status(port: int, path: str) -> int:
    """What the process answers; raises ``OSError`` or ``HTTPException`` where it does not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def main(port: str, path: str = "/healthz") -> int:
    """The exit status; 1 is what Docker calls unhealthy, and it shows what is printed."""
    try:
        answered = status(int(port), path)
    except (OSError, http.client.HTTPException) as error:
        sys.stdout.write(f"no answer: {error}\n")
        return 1
    sys.stdout.write(f"{answered}\n")
    return 0 if answered == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
