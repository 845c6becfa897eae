"""Every ADF document that Detour writes is valid, and what others wrote is nothing but code in it."""

import json

import pytest
from hypothesis import given, settings

from connectors.jira.adf import passages
from rules.model import Ref
from rules.text import read
from service.speech.adf import LONGEST_BODY, render
from service.speech.document import (
    Address,
    Code,
    Details,
    Document,
    Link,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
    line,
)
from tests.adf import needs_schema, validator
from tests.drawing import ref
from tests.service.speech.hostility import DOCUMENTS, HOSTILE, page
from tests.service.speech.reading import nodes_of, said, shown_by_adf

OF_OTHERS = [Quoted, Code, lambda text: Name(f"{text}!"), lambda text: Address(ref("acme/web#1"), "", text)]


def content(*blocks):
    return json.loads(render(Document(blocks)))["content"]


def inlines(*parts):
    [paragraph] = content(Paragraph(line(*parts)))
    return paragraph["content"]


def test_a_document_is_a_doc_of_version_1():
    assert json.loads(render(Document(()))) == {"version": 1, "type": "doc", "content": []}


def test_our_words_are_plain_text_whatever_they_are():
    assert inlines("1 * 2 <b> [x] :)") == [{"type": "text", "text": "1 * 2 <b> [x] :)"}]


def test_words_that_look_alike_are_one_text_and_json_is_without_spaces():
    written = render(Document((Paragraph(line("on ", Name("Payments"), ",", Strong(line("é")))),)))

    assert '[{"type":"text","text":"on Payments,"},{"type":"text","text":"é","marks":[{"type":"strong"}]}]' in written


@pytest.mark.parametrize("text", [Quoted("a :) b"), Code("a :) b"), Name("a :) b")])
def test_text_of_others_is_code(text):
    assert inlines(text) == [{"type": "text", "text": "a :) b", "marks": [{"type": "code"}]}]


def test_a_name_of_plain_words_is_no_code():
    assert inlines(Name("Payments and Fraud")) == [{"type": "text", "text": "Payments and Fraud"}]


def test_strong_words_are_strong_and_code_among_them_is_code_alone():
    found = inlines(Strong(line("so ", Quoted("x"), Link("here", "https://detour.example/"))))

    assert [[mark["type"] for mark in node["marks"]] for node in found] == [["strong"], ["code"], ["link", "strong"]]


def test_pieces_of_code_that_touch_are_parted():
    assert [node["text"] for node in inlines(Quoted("a"), Code("b"), "c", Quoted("d"))] == ["a", " ", "b", "c", "d"]


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-1"), True),
        (Address(ref("acme/web#12"), "https://github.com/acme/web/issues/12"), True),
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-2"), False),
        (Address(ref("acme/web#12"), "https://github.com/acme/web/issues/13"), False),
        (Address(ref("acme/web#12"), "https://acme.atlassian.net/browse/PAY-1"), False),
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-1?<script>"), False),
        (Address(ref("PAY-1"), "javascript:alert(1)//browse/PAY-1"), False),
        (Address(ref("PAY-1"), ""), False),
    ],
)
def test_a_ref_leads_to_its_own_issue_and_nowhere_else(address, linked):
    [node] = inlines(address)

    link = {"type": "link", "attrs": {"href": address.url}}
    assert node["marks"] == ([link] if linked else []) + [{"type": "code"}]


def test_a_title_is_code_beside_its_ref():
    assert [node["text"] for node in inlines(Address(ref("PAY-1"), "", "Ledger"))] == ["PAY-1", " ", "Ledger"]


def test_rows_are_a_list_and_no_rows_are_nothing():
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}

    assert content(Rows((line("a"),)), Rows(())) == [
        {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph]}]}
    ]


def test_details_are_an_expand_and_those_inside_of_it_are_unfolded():
    [expand] = content(Details("Out <b>", (Details("In", (Paragraph(line("a")), Details("Inner", ()))),)))

    texts = [node["text"] for node in nodes_of(json.dumps(expand)) if "text" in node]
    assert (expand["type"], expand["attrs"]) == ("expand", {"title": "Out <b>"})
    assert texts == ["In", "a", "Inner"]
    assert [node["type"] for node in expand["content"]] == ["paragraph"] * 3


@pytest.mark.parametrize("kind", OF_OTHERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_code_and_nothing_else(hostile, kind):
    nodes = list(nodes_of(render(page(kind(hostile)))))

    ours = {"before ", " after", "so ", ".", " ", ". "}
    of_others = [node for node in nodes if node["type"] == "text" and node["text"] not in ours]
    assert {node["type"] for node in nodes} <= {"doc", "paragraph", "bulletList", "listItem", "expand", "text"}
    assert all(node["marks"] == [{"type": "code"}] for node in of_others)


@pytest.mark.parametrize("as_comment", [False, True])
@pytest.mark.parametrize("kind", OF_OTHERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_detour_reads_nothing_in_hostile_text(hostile, kind, as_comment):
    lines = passages(json.loads(render(page(kind(hostile)))))

    assert read(lines, comment=as_comment) == []


@needs_schema
@pytest.mark.parametrize(
    "content",
    [
        [{"type": "text", "text": ""}],
        [{"type": "text", "text": "a", "marks": [{"type": "code"}, {"type": "strong"}]}],
        [{"type": "expand", "attrs": {"title": "a"}, "content": []}],
    ],
)
def test_the_schema_tells_what_is_wrong(content):
    inside = content if content[0]["type"] == "expand" else [{"type": "paragraph", "content": content}]

    assert not validator().is_valid({"version": 1, "type": "doc", "content": inside})


@needs_schema
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_document_of_hostile_text_is_valid(hostile):
    parts = Quoted(hostile), Name(hostile), Address(Ref("jira/acme", hostile), hostile, hostile), Link("page", hostile)

    written = render(Document((Paragraph(line(*parts)), Details(hostile, (Paragraph(line(Strong(parts))),)))))

    assert not list(validator().iter_errors(json.loads(written)))


@needs_schema
@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_every_document_is_valid(document):
    assert not list(validator().iter_errors(json.loads(render(document))))


@given(DOCUMENTS)
def test_a_document_reads_as_it_was_composed(document):
    assert shown_by_adf(render(document)) == said(document)


@given(DOCUMENTS)
def test_no_text_is_empty_and_no_place_either(document):
    nodes = list(nodes_of(render(document)))[1:]

    assert all(node["text"] for node in nodes if node["type"] == "text")
    assert all(node["content"] for node in nodes if node["type"] in ("bulletList", "listItem", "expand"))


def test_what_does_not_fit_is_left_out_whole_and_that_is_said():
    row = line(Code("x" * 600))
    written = render(Document((Paragraph(line("first")), *[Details("Folded", (Rows((row,) * 10),))] * 9)))

    kinds = [node["type"] for node in json.loads(written)["content"]]
    assert len(written) <= LONGEST_BODY < 32_767
    assert kinds == ["paragraph", *["expand"] * 4, "paragraph"]
    assert "There is more than fits into a comment." in written


def test_a_document_that_just_fits_is_whole():
    written = render(Document((Paragraph((Words("x" * 31_700),)), Paragraph((Words("end"),)))))

    assert shown_by_adf(written).endswith("end")
