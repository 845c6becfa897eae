"""The Atlassian Document Format as people see it."""

import json
from pathlib import Path

import pytest

from connectors.simulator.jira.pages.adf import DEEPEST, html_of
from tests.connectors.simulator.browsing import Page

APPROVED = Path(__file__).parents[3] / "service" / "speech" / "approved"


def node(kind, *content, **attributes):
    return {"type": kind, "attrs": attributes, "content": list(content)}


def text(words, *marks):
    return {"type": "text", "text": words, "marks": [{"type": mark} for mark in marks]}


def linked(words, url, *marks):
    made = text(words, *marks)
    made["marks"].insert(0, {"type": "link", "attrs": {"href": url}})
    return made


def shown(*nodes):
    return html_of({"version": 1, "type": "doc", "content": list(nodes)})


@pytest.mark.parametrize(
    ("made", "html"),
    [
        (node("paragraph", text("a"), node("hardBreak"), text("b")), "<p>a<br>b</p>"),
        (node("heading", text("a"), level=3), "<h3>a</h3>"),
        (node("heading", text("a"), level="9><b"), "<h6>a</h6>"),
        (node("bulletList", node("listItem", node("paragraph", text("a")))), "<ul><li><p>a</p></li></ul>"),
        (node("orderedList", node("listItem")), "<ol><li></li></ol>"),
        (
            node("taskList", node("taskItem", text("a"), state="DONE")),
            '<ul><li class="task"><span role="img" aria-label="done">☑</span> a</li></ul>',
        ),
        (
            node("taskItem", text("b"), state="TODO"),
            '<li class="task"><span role="img" aria-label="to do">☐</span> b</li>',
        ),
        (node("codeBlock", text("a\n <b>", "strong")), "<pre><code>a\n &lt;b&gt;</code></pre>"),
        (node("blockquote", node("paragraph")), "<blockquote><p></p></blockquote>"),
        (node("panel", text("a"), panelType="warning"), '<div class="panel warning">a</div>'),
        (node("panel", text("a"), panelType='x" onclick="'), '<div class="panel info">a</div>'),
        (node("rule"), "<hr>"),
        (
            node("table", node("tableRow", node("tableHeader", text("a")), node("tableCell", text("b")))),
            "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>",
        ),
        (node("expand", text("a"), title="<More>"), "<details><summary>&lt;More&gt;</summary>a</details>"),
        (node("nestedExpand", text("a")), "<details><summary>More</summary>a</details>"),
        (node("mediaSingle", node("media", alt="A cat")), '<span class="image">image: A cat</span>'),
        (node("somethingNew", node("paragraph", text("a"))), "<p>a</p>"),
    ],
)
def test_blocks(made, html):
    assert shown(made) == html


@pytest.mark.parametrize(
    ("made", "html"),
    [
        (text("a", "strong", "em"), "<em><strong>a</strong></em>"),
        (text("a", "strike", "underline", "code"), "<u><s><code>a</code></s></u>"),
        (text("a", "sparkles"), "a"),
        (linked("PAY-4", "https://x.org/?a&b", "code"), '<a href="https://x.org/?a&amp;b"><code>PAY-4</code></a>'),
        (linked("a", "javascript:alert(1)"), "a"),
        (linked("a", 'https://x.org/"onclick="x'), "a"),
        (node("inlineCard", url="https://x.org/"), '<a href="https://x.org/">https://x.org/</a>'),
        (node("mention", id="1", text="@Mia"), '<span class="mention">@Mia</span>'),
        (node("emoji", shortName=":smile:", text="😄"), "😄"),
        (node("emoji", shortName=":own:"), ":own:"),
        (node("date", timestamp="1796083200000"), '<time datetime="2026-12-01">1 Dec 2026</time>'),
        (node("date", timestamp="9" * 30), "9" * 30),
        (node("date", timestamp="soon"), "soon"),
        (node("status", text="on hold", color="yellow"), '<span class="lozenge yellow">on hold</span>'),
    ],
)
def test_inlines(made, html):
    assert shown(made) == html


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"content": "text"},
        {"content": [1, None, "x", []]},
        {"content": [{"type": ["text"]}, {"type": {}}, {}]},
        {"content": [{"type": "text", "text": None, "marks": "strong"}]},
        {"content": [{"type": "heading", "attrs": []}, {"type": "rule", "content": {}}]},
    ],
)
def test_what_is_no_document_shows_nothing_that_is_wrong(document):
    assert Page(html_of(document)).text == ""


def test_what_is_nested_too_deeply_is_cut_off():
    made = text("deep")
    for _ in range(900):
        made = node("listItem", made)

    assert html_of(made) == "<li>" * DEEPEST + "…" + "</li>" * DEEPEST


def test_a_comment_of_detour_looks_as_it_is_meant():
    page = Page(html_of(json.loads((APPROVED / "several.adf.json").read_text(encoding="utf-8"))))
    names = [tag for tag, _ in page.tags]

    assert "waits on PAY-4 (Payments) and has no plan B. Name" in page.text
    assert "What was understood here, and 1 line that almost was" in page.text
    assert names.count("details") == names.count("summary") == 4
    assert names.count("code") > 20
    assert "https://acme.atlassian.net/browse/PAY-4" in page.links()
