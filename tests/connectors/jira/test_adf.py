import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.jira.adf import passages
from rules.text.passages import Passage

URL = "https://acme.atlassian.net/browse/PAY-1"
SCHEMA = Path(__file__).parents[3] / "../shared/data/jira/adf.schema.json"


def text(words, *marks, **attributes):
    return {"type": "text", "text": words, "marks": [{"type": mark, "attrs": attributes} for mark in marks]}


def node(kind, *content, **attributes):
    return {"type": kind, "content": list(content), "attrs": attributes}


def paragraph(*words):
    return node("paragraph", *(text(word) if isinstance(word, str) else word for word in words))


def texts(*content):
    return [passage.text for passage in passages({"type": "doc", "version": 1, "content": list(content)})]


SAID = paragraph("Blocked by PAY-1")


@pytest.mark.parametrize(
    "wrapped",
    [
        SAID,
        node("heading", text("Blocked by PAY-1"), level=2),
        paragraph(text("Blocked", "strong"), text(" by ", "em", "underline"), text("PAY-1", "textColor", color="#f00")),
        paragraph("Blocked by ", node("mention", id="1", text="PAY-1")),
        node("panel", SAID, panelType="info"),
        node("expand", SAID),
        node("nestedExpand", SAID),
        node("layoutSection", node("layoutColumn", SAID, width=50)),
        node("table", node("tableRow", node("tableHeader", SAID))),
        node("mediaSingle", node("media", type="file"), node("caption", text("Blocked by PAY-1"))),
        node("bodiedExtension", SAID, extensionKey="x", extensionType="y"),
        node("bodiedSyncBlock", SAID, resourceId="1"),
    ],
)
def test_what_surrounds_a_line_does_not_change_it(wrapped):
    assert texts(wrapped) == ["Blocked by PAY-1"]


@pytest.mark.parametrize(
    "hidden",
    [
        node("blockquote", SAID),
        node("panel", node("blockquote", node("bulletList", node("listItem", SAID)))),
        node("codeBlock", text("Blocked by PAY-1"), language="java"),
        paragraph(text("Blocked by PAY-1", "code")),
        paragraph(text("Blocked by PAY-1", "strong", "strike")),
        paragraph(text("Blocked by PAY-1", "strike", "link", href=URL)),
        paragraph(node("placeholder", text="Blocked by PAY-1")),
        paragraph({"type": "mention", "attrs": {"text": "Blocked by PAY-1"}, "marks": [{"type": "strike"}]}),
        node("mediaGroup", node("media", alt="Blocked by PAY-1")),
        node("extension", text="Blocked by PAY-1"),
        node("inlineExtension", text="Blocked by PAY-1"),
    ],
)
def test_hidden_statements_never_come_out(hidden):
    assert texts(paragraph("Before"), hidden, paragraph("After")) == ["Before", "After"]


@pytest.mark.parametrize(
    ("inline", "shown"),
    [
        (node("mention", id="1", text="@jdoe"), "@jdoe"),
        (node("mention", id="1"), ""),
        (node("emoji", shortName=":+1:", text="👍"), "👍"),
        (node("emoji", shortName=":acme:"), ":acme:"),
        (node("date", timestamp="1796083200000"), "2026-12-01"),
        (node("date", timestamp=1796083200000), "2026-12-01"),
        (node("date", timestamp="soon"), ""),
        (node("date", timestamp="999999999999999"), ""),
        (node("date", timestamp=10**5000), ""),
        (node("status", text="Waiting"), "Waiting"),
        (node("inlineCard", url=URL), URL),
        (node("inlineCard", data={"url": URL}), URL),
        (node("inlineCard", data=[URL]), ""),
        (text("the login", "link", href=URL), URL),
        (text("the guide", "link", href="https://acme.example/guide"), "the guide"),
        (text("the guide", "link", href=None), "the guide"),
    ],
)
def test_a_node_in_a_line_shows_its_text(inline, shown):
    assert texts(paragraph("So: ", inline, " .")) == [f"So: {shown} ."]


def test_code_joins_nothing_across_it():
    assert texts(paragraph("PAY-1", text("0", "code"), "2")) == ["PAY-1 2"]


def test_a_link_whose_label_is_partly_bold_stands_once():
    link = {"type": "link", "attrs": {"href": URL}}
    bold = {"type": "text", "text": "login", "marks": [{"type": "strong"}, link]}

    assert texts(paragraph(text("the ", "link", href=URL), bold, "soon")) == [f"{URL} soon"]


@pytest.mark.parametrize("card", ["blockCard", "embedCard"])
def test_a_card_between_paragraphs_is_a_line(card):
    assert texts(paragraph("Blocked by:"), node(card, url=URL), SAID) == ["Blocked by:", URL, "Blocked by PAY-1"]


def test_an_expands_title_is_a_line():
    assert texts(node("expand", paragraph("PAY-1"), title="Blocked by:")) == ["Blocked by:", "PAY-1"]


def test_hard_breaks_split_lines():
    assert texts(paragraph("Blocked by PAY-1", node("hardBreak"), "and\nPAY-2")) == ["Blocked by PAY-1", "and", "PAY-2"]


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("bulletList", "listItem"),
        ("orderedList", "listItem"),
        ("taskList", "taskItem"),
        ("taskList", "blockTaskItem"),
        ("decisionList", "decisionItem"),
    ],
)
def test_list_items_are_marked_where_they_begin(many, one):
    inner = node(many, node(one, paragraph("PAY-2"), paragraph("see there")))
    outer = node(many, node(one, paragraph("PAY-1"), inner), node(one, text("PAY-3")))

    found = passages(node("doc", outer, paragraph("The end")))

    assert found == [
        Passage("PAY-1", item=True, depth=1),
        Passage("PAY-2", item=True, depth=2),
        Passage("see there", depth=2),
        Passage("PAY-3", item=True, depth=1),
        Passage("The end"),
    ]


def test_what_follows_a_left_out_line_does_not_become_the_item():
    item = node("listItem", paragraph(text("PAY-1", "strike")), paragraph("PAY-2"))

    assert passages(node("bulletList", item)) == [Passage("PAY-2", depth=1)]


def test_each_cell_is_a_line():
    row = node("tableRow", node("tableCell", paragraph("Blocked by")), node("tableCell", paragraph("PAY-1")))

    assert texts(node("table", row)) == ["Blocked by", "PAY-1"]


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "Blocked by PAY-1",
        [SAID],
        {},
        {"type": ["text"], "text": "Blocked by PAY-1"},
        {"type": "text", "text": {"text": "Blocked by PAY-1"}},
        {"type": "doc", "content": {"0": SAID}},
        {"type": "text", "text": 3, "marks": "strike"},
    ],
)
def test_what_is_no_document_says_nothing(garbage):
    assert passages(garbage) == []


@pytest.mark.parametrize("kind", ["bulletList", "listItem", "panel", "nonsense"])
def test_deep_nesting_is_read_to_its_end(kind):
    document = SAID
    for _ in range(10_000):
        document = node(kind, document)

    [line] = passages(document)

    assert line.text == "Blocked by PAY-1"


KINDS = st.sampled_from(
    ["doc", "paragraph", "text", "bulletList", "listItem", "date", "inlineCard", "expand", "hardBreak"]
)
NAMES = st.sampled_from(["type", "content", "attrs", "marks", "text", "url", "timestamp", "href"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | KINDS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner))


@given(VALUES | st.lists(VALUES).map(lambda content: node("paragraph", *content)))
@settings(deadline=None)
def test_any_value_becomes_single_stripped_lines(value):
    for passage in passages(value):
        assert [passage.text] == passage.text.strip().splitlines()
        assert passage.depth >= 0


def test_every_node_of_the_official_schema_that_has_content_shows_it_or_hides_it_on_purpose():
    if not SCHEMA.exists():
        pytest.skip(f"the schema is not beside the project: {SCHEMA}")
    shapes = [shape.get("properties", {}) for shape in json.loads(SCHEMA.read_text())["definitions"].values()]
    kinds = {kind for shape in shapes if "content" in shape for kind in shape["type"]["enum"]}

    hiding = {kind for kind in kinds if not texts(node(kind, SAID))}

    assert len(kinds) > 20
    assert hiding == {"blockquote", "codeBlock", "mediaGroup"}
