"""Somebody with a browser of the simplest kind: sends the forms of pages, with what stands in their fields."""

from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

from service.pages.setup.application import setup_app
from service.serving import serving
from tests.connectors.simulator.asking import NO_TLS


@contextmanager
def setting_up(assistant):
    """The page, served; its address."""
    with serving(setup_app(assistant)) as address:
        yield address


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and its fields; a box counts as it is ticked."""

    def __init__(self, source):
        super().__init__()
        self.forms = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif tag == "input" and "name" in given:
            ticked = given.get("type") != "checkbox" or "checked" in given
            if ticked:
                self.forms[-1][1][given["name"]] = given.get("value", "on" if given.get("type") == "checkbox" else "")


class Browser:
    """Follows what it is led to. ``page`` is the answer that is shown now."""

    def __init__(self):
        self.http = httpx.Client(follow_redirects=True, verify=NO_TLS, timeout=30)
        self.page = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def opens(self, url):
        self.page = self.http.get(url, headers={"Accept": "text/html"})
        return self.page.text

    def sends(self, action, *, without=(), **fields):
        """The form that is sent to an address which ends so; ``fields`` are filled in."""
        [form] = [(to, kept) for to, kept in Forms(self.page.text).forms if (to or str(self.page.url)).endswith(action)]
        kept = {name: value for name, value in form[1].items() if name not in without} | fields
        return self.presses(form[0], kept)

    def presses(self, to, fields):
        url = urljoin(str(self.page.url), to)
        same = httpx.URL(url).netloc == self.page.url.netloc
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin" if same else "cross-site"}
        self.page = self.http.post(url, data=fields, headers=headers)
        return self.page.text

    def makes_the_app(self):
        """The button on our page, then the one on GitHub's."""
        [(to, fields), _] = Forms(self.page.text).forms
        self.presses(to, fields)
        [(to, fields)] = Forms(self.page.text).forms
        return self.presses(to, fields)
