"""Nothing that others wrote comes alive on GitHub: not in its Markdown, and not in what it looks for afterwards."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rules.model import Ref
from service.speech.comments import Operator, comments_for
from service.speech.document import (
    LONGEST_QUOTE,
    Address,
    Code,
    Details,
    Document,
    Link,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Words,
    line,
)
from service.speech.markdown import LONGEST_BODY, render
from tests.drawing import ref
from tests.service.speech.hostility import HOSTILE, hostile_office, page

ENGINE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OWN_HTML = re.compile(r"<details>\n<summary>[^<>]*</summary>\n|</details>\n?")

AFTERWARDS = [
    re.compile(r"@[A-Za-z0-9]"),
    re.compile(r"#[0-9]"),
    re.compile(r"\bGH-[0-9]", re.IGNORECASE),
    re.compile(r"\b[A-Z][A-Z0-9]+-[0-9]"),
    re.compile(r"\b[0-9a-f]{7,40}\b", re.IGNORECASE),
    re.compile(r":[a-z0-9_+-]+:"),
    re.compile(r"https?:|www\.|ftp:|mailto:|[A-Za-z0-9]@[A-Za-z0-9]", re.IGNORECASE),
    re.compile(r"/[a-z]+ |\$"),
    re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]"),
]
"""What GitHub makes something of in a finished page's text outside of code."""


def tokens_of(markdown):
    """Every token, those inside of lines too."""
    return [inner for token in ENGINE.parse(markdown) for inner in (token, *(token.children or ()))]


def outside_code(markdown):
    """The text that GitHub looks through after rendering."""
    return "\n".join(token.content for token in tokens_of(markdown) if token.type in ("text", "html_block"))


def codes_of(markdown):
    return [token.content for token in tokens_of(markdown) if token.type == "code_inline"]


def structure(markdown):
    """All but the words, where it does not matter whether a name stands in code."""
    kinds = [(token.type, token.level) for token in tokens_of(markdown) if token.type not in ("text", "code_inline")]
    return kinds, [token.content for token in tokens_of(markdown) if token.type.startswith("html")]


def assert_nothing_alive(markdown):
    kinds = {token.type for token in tokens_of(markdown)}
    html = [token.content for token in tokens_of(markdown) if token.type.startswith("html")]

    assert not kinds & {"image", "heading_open", "blockquote_open", "fence", "code_block", "table_open", "s_open", "hr"}
    assert not kinds & {"html_inline", "hardbreak", "softbreak", "em_open", "ordered_list_open"}
    assert all(OWN_HTML.fullmatch(block) for block in html)
    assert not [pattern.pattern for pattern in AFTERWARDS if pattern.search(outside_code(markdown))]


@pytest.mark.parametrize("kind", [Quoted, Code, Name, lambda text: Address(ref("acme/web#1"), "", text)])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile, kind):
    written = render(page(kind(hostile)))

    assert_nothing_alive(written)
    assert "link_open" not in {token.type for token in tokens_of(written)}
    assert written.encode("utf-8")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_ref_or_address_stays_text(hostile):
    for address in (Address(Ref("jira/acme", hostile), hostile), Address(ref("PAY-1"), hostile)):
        written = render(page(address, Link("a page", hostile if not hostile.startswith("https") else "javascript:x")))

        assert_nothing_alive(written)
        assert "link_open" not in {token.type for token in tokens_of(written)}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_whole_comment_about_hostile_issues_stays_as_it_was_meant(hostile):
    office = hostile_office(hostile)
    peaceful = hostile_office("Peace")

    comments = list(comments_for(office.graph(), office.findings(), office.assembled(), operator=Operator(hostile)))
    calm = list(comments_for(peaceful.graph(), peaceful.findings(), peaceful.assembled(), operator=Operator("Peace")))

    for (_, document), (_, quiet) in zip(comments, calm, strict=True):
        assert_nothing_alive(render(document))
        assert structure(render(document)) == structure(render(quiet))


@given(st.text())
@example("`` ` ``")
@example(" \n ")
def test_no_text_changes_what_stands_around_it(text):
    assume(Quoted(text).shown)

    for kind in (Quoted, Code, Name):
        assert structure(render(page(kind(text)))) == structure(render(page(kind("peace"))))


@given(st.text(alphabet="`\\ a#<>[]()!*_\n&;-"))
@example("`" * 300)
def test_a_quote_reads_exactly_as_it_was_written(text):
    quoted = Quoted(text)
    assume(quoted.shown)

    written = render(Document((Paragraph(line("so: ", quoted, " and ", Code(text))),)))

    assert [code.strip() for code in codes_of(written)] == [quoted.shown, Code(text).shown]


@given(st.text(), st.integers(min_value=0, max_value=3))
def test_quotes_side_by_side_stay_apart(text, more):
    assume(Quoted(text).shown)

    written = render(Document((Paragraph(line("so ", *[Quoted(text)] * (more + 1))),)))

    assert len(codes_of(written)) == more + 1


def test_a_long_text_ends_in_an_ellipsis():
    [code] = codes_of(render(Document((Paragraph((Quoted("word " * 100),)),))))

    assert len(code) <= LONGEST_QUOTE
    assert code.endswith("…")


def test_a_name_of_plain_words_is_no_code():
    names = line(Name("Payments and Fraud"), ", ", Name("pay-core"), ", ", Name("Ölfeld"), ", ", Name("effaced"))

    written = render(Document((Paragraph(names),)))

    assert written == "Payments and Fraud, `pay-core`, Ölfeld, `effaced`\n"


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://acme.atlassian.net/browse/PAY-1", True),
        ("http://jira.acme.example:8080/jira/browse/PAY-1", True),
        ("https://acme.atlassian.net/browse/PAY-2", False),
        ("https://acme.atlassian.net/browse/PAY-1?x=)[evil](//evil.example", False),
        ("javascript:alert(1)//browse/PAY-1", False),
        ("https://github.com/acme/web/issues/1", False),
        ("", False),
    ],
)
def test_a_jira_ref_leads_to_its_own_page_and_nowhere_else(url, linked):
    written = render(Document((Paragraph((Address(ref("PAY-1"), url),)),)))

    assert written == (f"[`PAY-1`]({url})\n" if linked else "`PAY-1`\n")


def test_a_github_ref_is_never_a_link_so_that_it_leaves_no_mark_in_the_other_issue():
    address = Address(ref("acme/web#12"), "https://github.com/acme/web/issues/12", "Checkout")

    written = render(Document((Paragraph((address,)),)))

    assert written == "`acme/web#12` `Checkout`\n"


def test_our_own_words_are_not_markup_either():
    written = render(Document((Paragraph(line("1 * 2 * 3 <b> [x] a_b_c `d` &amp;")), Details("a < b", ()))))

    assert "a &lt; b" in written
    [shown] = [token.content for token in ENGINE.parse(written)[1].children if token.type == "text"]
    assert shown.startswith("1 * 2 * 3 <b> [x] a_b_c `d` &amp;")


def test_what_does_not_fit_is_left_out_whole_and_that_is_said():
    row = line(Code("x" * 600))
    document = Document((Paragraph(line("first")), *[Details("Folded", (Rows((row,) * 20),))] * 9))

    written = render(document)

    assert len(written) <= LONGEST_BODY < 65_536
    assert written.count("<details>") == written.count("</details>") == 5
    assert written.endswith("There is more than fits into a comment.\n")


def test_a_document_that_just_fits_is_whole():
    document = Document((Paragraph((Words("x" * 63_000),)), Paragraph((Words("end"),))))

    assert render(document).endswith("end\n")


def test_blocks_are_parted_by_empty_lines():
    written = render(page(Quoted("x")))

    assert not [pair for pair in pairwise(written.split("\n\n")) if not all(pair)]
