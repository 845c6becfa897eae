"""Documents beside pages, which are sent when they changed."""

import pytest
from starlette.requests import Request

from service.pages.documents import document


def asked(**headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw})


def test_whoever_has_it_is_told_so_and_sent_nothing():
    first = document(asked(), b"<svg/>", "image/svg+xml")

    again = document(asked(if_none_match=first.headers["etag"]), b"<svg/>", "image/svg+xml")

    assert (first.status_code, first.body, first.media_type) == (200, b"<svg/>", "image/svg+xml")
    assert (again.status_code, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


@pytest.mark.parametrize("tag", ['"another"', ""])
def test_whoever_has_another_one_gets_it(tag):
    assert document(asked(if_none_match=tag), b"<svg/>", "image/svg+xml").status_code == 200


def test_nothing_in_between_keeps_what_a_viewer_may_see():
    assert document(asked(), b"", "image/svg+xml").headers["cache-control"].startswith("private")
