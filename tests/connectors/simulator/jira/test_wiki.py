"""Wiki markup as people see it."""

from pathlib import Path

import pytest

from connectors.simulator.jira.pages.wiki import html_of
from connectors.simulator.jira.people import Person
from connectors.simulator.jira.world import World
from tests.connectors.simulator.browsing import Page

APPROVED = Path(__file__).parents[3] / "service" / "speech" / "approved"


@pytest.fixture(scope="module")
def world():
    world = World(cloud=False)
    Person(world.account("mia"), world).opens("WEB", "Checkout")
    return world


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("h1. One\nh6. Six", "<h1>One</h1><h6>Six</h6>"),
        ("h7. No", "<p>h7. No</p>"),
        ("bq. Said *so*", "<blockquote><p>Said <strong>so</strong></p></blockquote>"),
        ("a\n----\nb", "<p>a</p><hr><p>b</p>"),
        ("* a\n** b\n* c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("# a\n#* b\n# c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("* a\nstill a\n\nb", "<ul><li>a<br>still a</li></ul><p>b</p>"),
        ("* a\n# b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        (
            "||A||\n|[x|https://x.org]|1|",
            '<table><tbody><tr><th>A</th></tr><tr><td><a href="https://x.org">x</a></td><td>1</td></tr></tbody></table>',
        ),
    ],
)
def test_blocks(world, text, html):
    assert html_of(text, world) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{panel}\na\n{panel}b", '<div class="panel"><p>a</p></div><p>b</p>'),
        (
            "{panel:title=A &#38; B|borderStyle=dashed}a{panel}",
            '<div class="panel"><p class="title">A &amp; B</p><p>a</p></div>',
        ),
        ("{quote}a{quote}", "<blockquote><p>a</p></blockquote>"),
        (
            "{panel}{quote}a{panel}",
            '<div class="panel"><p>{quote}a</p></div>',
        ),
        (
            "{panel}{quote}a{quote}{panel}",
            '<div class="panel"><blockquote><p>a</p></blockquote></div>',
        ),
        ("{code:java}\n*a* <b> {panel}\n{code}", "<pre><code>*a* &lt;b&gt; {panel}</code></pre>"),
        ("{noformat}WEB-1 {code}{noformat}", "<pre><code>WEB-1 {code}</code></pre>"),
        ("{code}never ends", "<p>{code}never ends</p>"),
        (r"\{code} x {code}", "<p>{code} x {code}</p>"),
    ],
)
def test_macros_that_hold_others(world, text, html):
    assert html_of(text, world) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "*a* _b_ -c- +d+ ^e^ ~f~ ??g??",
            "<strong>a</strong> <em>b</em> <del>c</del> <ins>d</ins> <sup>e</sup> <sub>f</sub> <cite>g</cite>",
        ),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("*a _b* c_", "<strong>a _b</strong> c_"),
        ("a*b*c 2 * 3 * 4 snake_case_name half-open", "a*b*c 2 * 3 * 4 snake_case_name half-open"),
        ("a ** __ {{}}", "a ** __ {{}}"),
        ("*a", "*a"),
        ("{{WEB&#45;1}} and {{a *b* c}}", "<code>WEB-1</code> and <code>a <strong>b</strong> c</code>"),
        ("*{{missing&#45;fallback}}*", "<strong><code>missing-fallback</code></strong>"),
        (r"\*a\* \[x\] \\ c:\dir", r"*a* [x] <br> c:\dir"),
        (
            "&#60;b&#62; &#x41; &amp; &#0; &#1114112;",
            "&lt;b&gt; A &amp;amp; \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}",
        ),
        ("{color:red}red{color}{anchor:x}", "red"),
        ("a -- b --- c", "a \N{EN DASH} b \N{EM DASH} c"),
        ("!shot.png|thumbnail!", '<span class="image">image: shot.png</span>'),
        ("Stop! Now.really!", "Stop! Now.really!"),
    ],
)
def test_phrases(world, text, html):
    assert html_of(text, world) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a|https://x.org/?a=b&c]", '<a href="https://x.org/?a=b&amp;c">a</a>'),
        ("[{{WEB&#45;1}} *b*|https://x.org]", '<a href="https://x.org"><code>WEB-1</code> <strong>b</strong></a>'),
        ("[https://x.org]", '<a href="https://x.org">https://x.org</a>'),
        ("(https://x.org/a).", '(<a href="https://x.org/a">https://x.org/a</a>).'),
        ("WEB-1, [WEB-1]", '<a href="/browse/WEB-1">WEB-1</a>, [<a href="/browse/WEB-1">WEB-1</a>]'),
        ("[~mia] [~nobody]", '<a class="who" href="/people/mia">mia</a> [~nobody]'),
    ],
)
def test_links(world, text, html):
    assert html_of(text, world) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "text", ["WEB-9", "XWEB-1", "WEB-1x", "/WEB-1", "WEB&#45;1", "{{WEB&#45;1}}", "[a|/b]", "[a|ftp://x]", "[]"]
)
def test_what_leads_nowhere_is_text(world, text):
    assert Page(html_of(text, world)).links() == set()


def test_a_comment_of_detour_looks_as_it_is_meant(world):
    page = Page(html_of((APPROVED / "several.wiki").read_text(encoding="utf-8"), world))
    names = [tag for tag, _ in page.tags]

    assert "waits on PAY-4 (Payments) and has no plan B. Name" in page.text
    assert "Fallback for PAY-4: SHOP2 is not understood." in page.text
    assert names.count("div") == 4
    assert ("p", {"class": "title"}) in page.tags
    assert names.count("code") > 20
    assert "https://acme.atlassian.net/browse/PAY-4" in page.links()
    assert all(link.startswith("https://") for link in page.links())
    assert not set("{}[]*|") & set(page.text.replace("[policy]", "").replace("[comments]", ""))
