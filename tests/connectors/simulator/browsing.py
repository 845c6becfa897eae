"""Looks at the simulator's pages as a browser does."""

import re
from html.parser import HTMLParser

import httpx

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b onclick=x>"
"""What becomes of it is looked for on every page."""
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Page(HTMLParser):
    """A page's text, and its tags with their attributes. Where it is ``strict`` every element has to end."""

    def __init__(self, source, *, strict=True):
        super().__init__()
        self.tags, self.text = [], ""
        self._strict, self._open = strict, []
        self.feed(source)
        self.close()
        assert not (strict and self._open)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self._strict:
            assert self._open.pop() == tag, self.getpos()

    def handle_data(self, data):
        if self._open[-1:] != ["style"]:
            self.text = re.sub(r"\s+", " ", self.text + data)

    def links(self):
        return {attributes["href"] for tag, attributes in self.tags if tag == "a"}


def look(hub, path, status=200):
    """The page at a path, or at an address in full."""
    answer = httpx.get(hub.address + path if path.startswith("/") else path)
    assert answer.status_code == status
    return Page(answer.text)


def look_closely(hub, path):
    """A page is well formed, has its landmarks once, and lets a browser run nothing."""
    answer = httpx.get(hub.address + path)
    page = Page(answer.text)
    names = [tag for tag, _ in page.tags]
    policy = answer.headers["content-security-policy"]

    assert [names.count(tag) for tag in ("h1", "main", "title", "footer")] == [1, 1, 1, 1]
    assert ("html", {"lang": "en"}) in page.tags
    assert ("a", {"class": "skip", "href": "#main"}) in page.tags
    assert "script" not in names
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
