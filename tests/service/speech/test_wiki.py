"""In Jira's wiki markup, too, what others wrote is text and nothing else: by an independent reader, and by letter."""

import re

import pytest
from hypothesis import given, settings

from connectors.jira.wiki import passages
from rules.model import Ref
from rules.text import read
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
from service.speech.wiki import LONGEST_BODY, render
from tests.drawing import ref
from tests.service.speech.hostility import DOCUMENTS, HOSTILE, page
from tests.service.speech.reading import pandoc, said, shown_by_wiki

OF_OTHERS = [Quoted, Code, lambda text: Name(f"{text}!"), lambda text: Address(ref("acme/web#1"), "", text)]
OUR_KINDS = {"Para", "Plain", "BulletList", "Div", "Strong", "Code", "Str", "Space", "SoftBreak"}
HARMLESS = re.compile(r"(?:[^\W_]|[ .,]|&#[0-9]{2,7};)+")
"""Letters, digits, spaces, full stops, commas and numeric entities. Jira's renderer acts on none of them."""


def of_others(body):
    """What stands in monospaced text."""
    return re.findall(r"\{\{(.*?)\}\}", body)


def skeleton(body):
    """All but what stands in monospaced text."""
    return re.sub(r"\{\{.*?\}\}", "{{}}", body)


def written(*parts):
    return render(Document((Paragraph(line(*parts)),))).rstrip("\n")


def test_text_of_others_is_monospaced_and_all_but_words_are_entities():
    assert written("so ", Quoted("PAY-1 {quote}, ok.")) == "so {{PAY&#45;1 &#123;quote&#125;, ok.}}"


@pytest.mark.parametrize("letters", ["é", "日本", "Ω7", "٣"])
def test_letters_and_digits_of_any_language_stay_as_they_are(letters):
    assert written(Quoted(letters)) == f"{{{{{letters}}}}}"


@pytest.mark.parametrize("character", ["²", "Ⅷ", "\u200d", "\u0301", "😀", "\U0001e900", "\ue000", "\u0378"])
def test_what_monospaced_text_or_a_database_may_refuse_is_an_entity(character):
    assert written(Quoted(f"a{character}b")) == f"{{{{a&#{ord(character)};b}}}}"


def test_our_own_words_are_no_markup_either():
    assert shown_by_wiki(written("1 * 2 <b> [x] {y} a_b-c :) (i) http://a/ \\")) == "1*2<b>[x]{y}a_b-c:)(i)http://a/\\"


@pytest.mark.parametrize("words", ["h1. not a heading", "bq. not a quote", " h6. x", "* no item", "|no|cell|", "----"])
def test_our_own_words_begin_no_block(words):
    kinds = {kind for kind, _ in pandoc(written(words))}

    assert kinds <= {"Para", "Str", "Space"}


def test_a_name_that_begins_a_line_begins_no_block():
    assert written(Name("bq"), ". The end") == "bq&#46; The end"


def test_a_name_between_brackets_is_no_emoticon():
    assert written("so (", Name("y"), ")") == "so &#40;y&#41;"


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        ((Quoted("a"), Quoted("b")), "{{a}} {{b}}"),
        (("so", Quoted("a"), "and"), "so {{a}} and"),
        (("so ", Strong(line("now")), "then"), "so *now* then"),
        ((Strong(line("Now: ")), "then"), "*Now:* then"),
        ((Strong(line("a ", Strong(line("b")), "*")),), "*a b&#42;*"),
        ((Strong(line("")), Quoted(""), Name(""), "x"), "x"),
        (("(", Quoted("a"), "); ", Quoted("b"), "."), "&#40;{{a}}&#41;; {{b}}."),
    ],
)
def test_phrases_have_room_to_begin_and_end(parts, body):
    assert written(*parts) == body


def test_a_link_after_a_link_does_not_lie_in_its_url():
    page_of = Link("a", "https://detour.example/a")

    assert written(page_of, page_of) == "[a|https://detour.example/a] [a|https://detour.example/a]"
    assert written(page_of, ",", page_of) == "[a|https://detour.example/a], [a|https://detour.example/a]"


@pytest.mark.parametrize(
    ("address", "label", "linked"),
    [
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-1"), "PAY&#45;1", True),
        (Address(ref("acme/web#12"), "https://github.com/acme/web/issues/12"), "acme&#47;web&#35;12", True),
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-2"), "PAY&#45;1", False),
        (Address(ref("acme/web#12"), "https://github.com/acme/web/issues/13"), "acme&#47;web&#35;12", False),
        (Address(ref("PAY-1"), "https://acme.atlassian.net/browse/PAY-1?x=]{code}"), "PAY&#45;1", False),
        (Address(ref("PAY-1"), "javascript:alert(1)//browse/PAY-1"), "PAY&#45;1", False),
        (Address(ref("PAY-1"), ""), "PAY&#45;1", False),
    ],
)
def test_a_ref_leads_to_its_own_issue_and_nowhere_else(address, label, linked):
    assert written(address) == (f"[{{{{{label}}}}}|{address.url}]" if linked else f"{{{{{label}}}}}")


def test_a_linked_ref_is_code_that_leads_to_its_page():
    url = "https://acme.atlassian.net/browse/PAY-1"

    [link] = [content for kind, content in pandoc(written(Address(ref("PAY-1"), url))) if kind == "Link"]

    assert link[1][0]["t"] == "Code"
    assert link[2][0] == url


def test_our_links_lead_to_our_pages_and_no_other_kind_of_address():
    assert written(Link("here (now)", "https://detour.example/a")) == "[here &#40;now&#41;|https://detour.example/a]"
    assert written(Link("here", "javascript:alert(1)")) == "here"


def test_rows_are_a_list_and_details_a_panel_in_which_others_are_unfolded():
    rows = Rows((line("a"), line(), line("b")))
    document = Document((rows, Details("1 | 2 = {3}", (Paragraph(line("c")), Details("In", (rows,)))), Rows(())))

    assert render(document) == (
        "* a\n* b\n\n{panel:title=1 &#124; 2 &#61; &#123;3&#125;}\nc\n\n*In*\n\n* a\n* b\n{panel}\n"
    )


def test_details_that_hold_nothing_are_their_summary():
    assert render(Document((Details("Nothing (yet)", ()),))) == "*Nothing &#40;yet&#41;*\n"


@pytest.mark.parametrize("kind", OF_OTHERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_has_no_character_that_jira_acts_on_and_changes_nothing_around_it(hostile, kind):
    body = render(page(kind(hostile[:300])))

    peaceful = render(page(kind("peace")))
    assert all(HARMLESS.fullmatch(text) for text in of_others(body))
    assert skeleton(body) == skeleton(peaceful)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_independent_reader_finds_nothing_in_hostile_text(hostile):
    body = render(page(*(kind(hostile) for kind in OF_OTHERS), Address(Ref("jira/acme", hostile), hostile)))

    assert {kind for kind, _ in pandoc(body)} <= OUR_KINDS


@pytest.mark.parametrize("as_comment", [False, True])
@pytest.mark.parametrize("kind", OF_OTHERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_detour_reads_nothing_in_hostile_text(hostile, kind, as_comment):
    lines = passages(render(page(kind(hostile))))

    assert read(lines, comment=as_comment) == []


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_an_independent_reader_sees_the_document_as_it_was_composed(document):
    body = render(document)

    assert shown_by_wiki(body) == said(document)
    assert {kind for kind, _ in pandoc(body)} <= OUR_KINDS | {"Link"}


@given(DOCUMENTS)
def test_outside_of_monospaced_text_stand_only_our_own_marks(document):
    body = skeleton(render(document))

    links = re.sub(r"\[([^\[\]|]*)\|https?://[A-Za-z0-9._~:/?=&%-]+\]", r"\1", body)
    plain = re.sub(r"^\{panel(?::title=[^{}|=]*)?\}$|\{\{\}\}|^\* |\*|&#[0-9]+;", "", links, flags=re.MULTILINE)
    assert not re.search(r"[!#$%&()*+<=>?@\[\\\]^_`{|}~-]|:(?!\s)", plain)


def test_what_does_not_fit_is_left_out_whole_and_that_is_said():
    row = line(Code("-" * 600))
    body = render(Document((Paragraph(line("first")), *[Details("Folded", (Rows((row,) * 2),))] * 9)))

    assert len(body) <= LONGEST_BODY < 32_767
    assert body.count("{panel:title=Folded}") == 5
    assert body.count("{panel") == 10
    assert body.endswith("There is more than fits into a comment.\n")


def test_a_document_that_just_fits_is_whole():
    body = render(Document((Paragraph((Words("x" * 31_900),)), Paragraph((Words("end"),)))))

    assert body.endswith("end\n")
