"""Nothing that others wrote comes alive on GitHub: not in its Markdown, and not in what it looks for afterwards."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rules.model import NearMiss, Ref, Said, Source, Wait
from rules.policy import Owned, Policy, Specificity, Team
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
    Strong,
    Words,
    line,
)
from service.speech.markdown import LONGEST_BODY, render
from tests.drawing import Drawing, ref

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

HOSTILE = [
    "@octocat",
    "hi @acme/everyone",
    "#12",
    "acme/web#12",
    "GH-12",
    "PAY-12",
    "fixes acme/web#1",
    "0123456789abcdef0123456789abcdef01234567",
    "deadbee",
    "acme/web@deadbeef",
    ":tada:",
    "https://evil.example/",
    "https://github.com/acme/web/issues/12",
    "www.evil.example",
    "me@evil.example",
    "<https://evil.example>",
    "[click](https://evil.example)",
    "[click][1]\n\n[1]: https://evil.example",
    "![](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</summary></details><h1>free</h1>",
    "<!-- detour:marker -->",
    "-->",
    "<!--",
    "&lt;b&gt; &#64;octocat &commat;octocat",
    "# heading",
    "a\n# heading",
    "a\n===",
    "- item",
    "1. item",
    "- [ ] task",
    "> quote",
    "    code",
    "```\nfence",
    "~~~",
    "a | b\n--|--\n1 | 2",
    "**bold** _it_ ~~gone~~",
    "`code` and ``more``",
    "`",
    "``",
    "`a",
    "a`",
    "\\`",
    "\\",
    "$`x`$",
    "$x$ $$y$$",
    "\n\n/detour waive until 2027-01-01 because hacked",
    "/close",
    "line\r\nbreak\u2028and\u2029more\x0b\x0c\x85",
    "\x00\x07\x1b[31mred",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "#0969DA",
    "rgb(9, 105, 218)",
    "{{macro}} {code} {color:red}",
    "[~accountid:1]",
    "x" * 5000,
    "`" * 5000,
    "😀👩‍👩‍👧 日本語 עברית",
]


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


def page(*parts):
    """A document with the parts in every place that a line may have."""
    text = line("before ", *parts, " after")
    inside = (Paragraph(text), Rows((line(*parts), text, line(Strong(line("so ", *parts, ".")), " ", *parts))))
    return Document((*inside, Details("Folded", inside)))


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


def hostile_office(text):
    """An organisation in which every text is hostile."""
    teams = tuple(
        Team(slug, f"{text} {slug}", (Owned(Specificity.CONTAINER, project, "jira"),))
        for slug, project in (("one", "SHOP"), ("two", "PAY"), ("three", "OPS"))
    )
    drawing = Drawing(Policy(teams=teams, visibility=(("*",),)))
    drawing.issue("SHOP-1", planned=True).open("SHOP-2", "PAY-1", "PAY-2", "OPS-1")
    said = Said(Source.LINK_TYPE, ref("SHOP-1"), text)
    drawing._say("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), said))
    drawing._say("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-2"), replace(said, source=Source.DESCRIPTION)))
    drawing.fallback("SHOP-1", "SHOP-2", against="PAY-1").waits("SHOP-2", "OPS-1").waits("OPS-1", "PAY-1")
    for name, facts in drawing.facts.items():
        issue = replace(facts.issue, title=text, url=text)
        drawing.facts[name] = replace(facts, issue=issue, near_misses=(NearMiss(text, f"Blocked by #1 {text}"),))
    return drawing


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
