"""Nothing that somebody wrote comes alive on a page, and what GitHub hides is hidden."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors.simulator.github import simulated_github
from connectors.simulator.github.pages.markdown import TAGS, clean, html_of
from connectors.simulator.github.world import World
from tests.connectors.simulator.browsing import ATTACK, Page

TARGETS = ("/", "/acme/web", "/acme/web/issues/1", "/mallory", "/_simulator")
MADE = {
    "a",
    "blockquote",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "pre",
    "s",
    "span",
    "strong",
} | {
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    *TAGS,
}
"""All elements that Markdown and the allowed tags can make."""


def html(text):
    world = World()
    return str(html_of(text, world.repository("acme/web"), world))


def test_hostile_names_and_texts_are_shown_as_text():
    with simulated_github() as hub:
        mallory = hub.person("mallory")
        issue = mallory.opens("acme/web", ATTACK, ATTACK, labels=[ATTACK])
        mallory.sets_milestone(issue, ATTACK)
        mallory.comments(issue, ATTACK)
        hub.webhook_to("http://127.0.0.1:9/<script>", "")
        for path in TARGETS:
            answer = httpx.get(hub.address + path)
            page = Page(answer.text)
            assert answer.status_code == 200
            assert not {"script", "img", "b"} & {tag for tag, _ in page.tags}, path
            assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- detour: v1 secret -->",
        "<!-- detour:\nsecret\n\nof many lines\n-->",
        "before <!-- secret --> after",
        "<!-- secret that never ends",
        "<details><!--\n\nsecret, with *Markdown* in it\n\n--></details>",
    ],
)
def test_html_comments_are_hidden_as_on_github(text):
    assert "secret" not in html(text)


def test_what_stands_beside_a_comment_is_shown():
    assert html("before <!-- x --> after") == "<p>before  after</p>\n"
    assert html("a --> b") == "<p>a --&gt; b</p>\n"
    assert html("`<!-- code -->` is shown") == "<p><code>&lt;!-- code --&gt;</code> is shown</p>\n"


def test_details_fold():
    assert html("<DETAILS OPEN>x</details>") == "<details open>x</details>"
    assert html(
        "<details class='open' onclick='x'>\n<summary>More &lt;of&gt; it</summary>\n\n**Inside**\n\n</details>"
    ) == ("<details>\n<summary>More &lt;of&gt; it</summary>\n<p><strong>Inside</strong></p>\n</details>")


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<style>*{}</style>",
        "<iframe src=x></iframe>",
        "<a href='javascript:x'>y</a>",
        "[y](javascript:x)",
        "![y](http://192.0.2.1/x.png)",
        "<details/onclick=x>",
        "<det<!-- x -->ails onclick=x>",
        "<p<script>x</script>",
        "<svg onload=x>",
        "&lt;script&gt;x&lt;/script&gt;",
        "<div>\n&lt;script&gt;\n</div>",
        "</article></main><form action=x>",
        "<http://x/<script>>",
        '[x](http://x/"onclick="y)',
    ],
)
def test_nothing_else_of_html_comes_through(text):
    page = Page(html(text), strict=False)

    assert {tag for tag, _ in page.tags} <= {"p", "span", "a"}
    assert all(set(attributes) <= {"href", "class"} for _, attributes in page.tags)
    assert not any(attributes.get("href", "").startswith("javascript") for _, attributes in page.tags)


@given(some.text(alphabet="<>/!-=\"' \nadeilmprstuby&;`*[]()#@", max_size=60))
def test_whatever_is_written_makes_only_known_elements_without_attributes_of_its_own(text):
    for shown in (html(text), clean(text)):
        page = Page(shown, strict=False)
        assert {tag for tag, _ in page.tags} <= MADE
        assert all(
            set(attributes) <= {"href", "title", "class", "start", "style", "open"} for _, attributes in page.tags
        )


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see acme/web#1.", "/acme/web/issues/1"),
        ("(#1)", "/acme/web/issues/1"),
        ("cc @mia", "/mia"),
        ("at https://example.org/a?b=c.", "https://example.org/a?b=c"),
    ],
)
def test_references_become_links_as_on_github(hub_with_an_issue, text, url):
    world, place = hub_with_an_issue.world, hub_with_an_issue.repository("acme/web")

    assert Page(html_of(text, place, world)).links() == {url}


@pytest.mark.parametrize(
    "text", ["`acme/web#1`", "acme/web#9", "none/none#1", "a@mia", "acme/web#1a", "@nobody", "[#1][x]\n\n[x]: /y"]
)
def test_what_names_nothing_or_is_code_is_no_reference(hub_with_an_issue, text):
    world, place = hub_with_an_issue.world, hub_with_an_issue.repository("acme/web")

    assert Page(html_of(text, place, world)).links() <= {"/y"}


@pytest.fixture(scope="module")
def hub_with_an_issue():
    with simulated_github() as hub:
        hub.person("mia").opens("acme/web", "Checkout")
        yield hub
