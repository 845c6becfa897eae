"""Hostile requests, drawn by lot: bytes as they go over the wire, well-formed or not, to any route by any method."""

import gzip
import hashlib
import hmac
import json
import re
from urllib.parse import quote_from_bytes, urlencode

from tests.fuzz.words import BROKEN, EVENTS, HEADERS, METHODS, NAMES, VALUES, WORDS

BOMB = gzip.compress(bytes(30 << 20), 1)
"""Larger than any body may be, once it is unpacked. Made once: to make it takes longer than to refuse it."""
PARAMETER = re.compile(r"\{[^}]*\}")


class Draw:
    """Draws requests. ``routes`` are paths with their parameters in braces; ``secret`` signs webhooks at both sites."""

    def __init__(self, chance, routes, secret, host, form_token=""):
        self.chance, self.routes, self.secret, self.host = chance, sorted(routes), secret, host
        self.form_token = form_token

    def request(self):
        """One request, as bytes."""
        draw = self.chance.random()
        if draw < 0.03:
            return self.chance.choice(BROKEN)
        if draw < 0.3:
            return self._webhook()
        return self._any()

    def _any(self):
        method = self.chance.choice(METHODS[:2]) if self.chance.random() < 0.8 else self.chance.choice(METHODS)
        path = PARAMETER.sub(lambda _: self._written(), self.chance.choice(self.routes))
        if self.chance.random() < 0.1:
            path += self.chance.choice(("/", "//", "/..", "/%2e%2e/x", ";a=b", "?"))
        if self.chance.random() < 0.6:
            pairs = range(self.chance.randrange(1, 5))
            path += "?" + "&".join(f"{self.chance.choice(NAMES)}={self._written()}" for _ in pairs)
        body, headers = self._body() if method in {"POST", "PUT", "PATCH"} else (b"", {})
        return self._framed(method, path, headers | self._headers(), body)

    def _headers(self):
        some = self.chance.sample(HEADERS, self.chance.randrange(4))
        return {name: self.chance.choice(VALUES) for name in some}

    def _body(self):
        if self.chance.random() < 0.6:
            fields = {name: self.chance.choice(WORDS) for name in self.chance.sample(NAMES, 3)}
            if self.chance.random() < 0.7:
                fields["form_token"] = self.form_token
            own = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
            return urlencode(fields).encode(), own
        return self._json(), {"content-type": "application/json", "sec-fetch-site": "same-origin"}

    def _webhook(self):
        """One that is signed, most times, so that it is kept and looked at."""
        body, site = self._json(), self.chance.choice(("github/acme", "jira/acme", "jira/acme/token", "github/none"))
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "x-github-event": self.chance.choice(EVENTS),
            "x-github-delivery": str(self.chance.randrange(1000)),
            "x-hub-signature-256": f"sha256={digest}",
            "x-hub-signature": f"sha256={digest}",
        }
        if self.chance.random() < 0.1:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        if self.chance.random() < 0.02:
            body, headers["content-encoding"] = BOMB, "gzip"
        if self.chance.random() < 0.2:
            headers |= self._headers()
        return self._framed("POST", f"/webhooks/{site}", headers, body)

    def _json(self):
        draw = self.chance.random()
        if draw < 0.1:
            return self.chance.choice((b"[" * 50_000, b'{"a":' * 5000, b"NaN", b'{"n":1e999}', b"\xff" * 100, b""))
        event = self.chance.choice(("jira:issue_updated", "issuelink_created", "comment_created", "x"))
        issue = {
            "number": self._value(),
            "id": self._value(),
            "key": self._value(),
            "title": self._value(),
            "body": self._value(),
            "fields": {"summary": self._value(), "issuelinks": self._value()},
        }
        told = {
            "action": self.chance.choice(("opened", "edited", "deleted", "transferred", self._value())),
            "issue": self.chance.choice((issue, self._value())),
            "repository": {"full_name": self._value(), "name": self._value(), "owner": {"login": self._value()}},
            "webhookEvent": event,
            "timestamp": self._value(),
            "comment": {"id": self._value(), "body": self._value(), "author": self._value()},
            "issueLink": {"id": self._value(), "sourceIssueId": self._value()},
        }
        return json.dumps(told).encode()

    def _value(self):
        return self.chance.choice(
            (
                None,
                True,
                1,
                -1,
                2**70,
                1e308,
                "",
                "PAY-1",
                "acme/web",
                "acme",
                "Blocked by: PAY-1",
                "\ud800",
                "\x00",
                "/detour waive until 2030-01-01 because x",
                "<!-- detour -->",
                [],
                [None],
                {},
                {"id": None},
                "x" * 2000,
            )
        )

    def _written(self):
        word = self.chance.choice(WORDS)
        return quote_from_bytes(word, safe="/" if self.chance.random() < 0.3 else "")

    def _framed(self, method, path, headers, body):
        host = self.host if self.chance.random() < 0.9 else self.chance.choice(("evil.example", "", "a" * 300))
        given = {"host": host} | headers | {"connection": "close"}
        chunked = body and self.chance.random() < 0.2
        if chunked:
            given["transfer-encoding"] = "chunked"
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        else:
            given["content-length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
