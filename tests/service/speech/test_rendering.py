"""What the renderers have in common: they tell the same text, and of others nothing that Detour would read."""

import json
import os
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given, settings

from connectors.jira.passages import passages
from rules.text import read
from service.speech import adf, markdown, wiki
from service.speech.comments import Operator, comments_for
from service.speech.document import Address, Code, Document, Paragraph, Quoted, Rows, line
from service.speech.rendering import LEFT_OUT, fitting, is_plain_name, leads_to_its_issue
from tests.drawing import ref
from tests.service.speech.hostility import DOCUMENTS, HOSTILE, OTHERS, hostile_office, page
from tests.service.speech.reading import (
    said,
    said_outside_summaries,
    shown_by_adf,
    shown_by_markdown,
    shown_by_wiki,
)
from tests.service.speech.test_comments import APPROVED, EXAMPLES

RENDERERS = [adf.render, markdown.render, wiki.render]
IN_MARKUP = {"several.adf.json": adf.render, "several.wiki": wiki.render}


def example(name):
    drawn, issue = EXAMPLES[name]
    return drawn().comments()[issue]


def readable(body):
    return json.dumps(json.loads(body), ensure_ascii=False, indent=1) + "\n" if body.startswith('{"') else body


@pytest.mark.parametrize("name", IN_MARKUP)
def test_a_comment_on_jira_is_as_it_was_approved(name):
    written = readable(IN_MARKUP[name](example("several")))

    path = Path(APPROVED / name)
    if os.environ.get("RENEW_APPROVED"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_comment_says_the_same_on_every_tracker(name):
    document = example(name)

    assert shown_by_markdown(markdown.render(document)) == said_outside_summaries(document.blocks)
    assert shown_by_adf(adf.render(document)) == shown_by_wiki(wiki.render(document)) == said(document)


@settings(max_examples=40, deadline=None)
@given(OTHERS)
def test_text_of_others_reads_the_same_on_every_tracker(text):
    document = page(text)

    assert shown_by_markdown(markdown.render(document)) == said_outside_summaries(document.blocks)
    assert shown_by_adf(adf.render(document)) == shown_by_wiki(wiki.render(document)) == said(document)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_any_document_says_the_same_on_both_jiras(document):
    assert shown_by_wiki(wiki.render(document)) == shown_by_adf(adf.render(document))


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_comment_is_written_the_same_way_each_time(name, render):
    assert render(example(name)) == render(example(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_detour_reads_nothing_in_its_own_comments_on_jira(name):
    document = example(name)

    assert read(passages(wiki.render(document)), comment=True) == []
    assert read(passages(json.loads(adf.render(document))), comment=True) == []


@pytest.mark.parametrize("hostile", ["Blocked by", "Fallback for", *HOSTILE])
def test_detour_reads_nothing_in_its_own_comments_about_hostile_issues(hostile):
    office = hostile_office(hostile)

    comments = comments_for(office.graph(), office.findings(), office.assembled(), operator=Operator(hostile))

    for _, document in comments:
        assert read(passages(wiki.render(document)), comment=True) == []
        assert read(passages(json.loads(adf.render(document))), comment=True) == []


def first_words(block):
    return block.line[0].text


def test_blocks_that_fit_are_all_written():
    blocks = [Paragraph(line(word)) for word in ("one", "two")]

    assert fitting(blocks, first_words, len(first_words(LEFT_OUT)) + 9, between=1) == ["one", "two"]


def test_from_the_first_that_does_not_fit_all_are_left_out():
    blocks = [Paragraph(line(word)) for word in ("one", "much longer", "two")]

    written = fitting(blocks, first_words, len(first_words(LEFT_OUT)) + 10, between=1)

    assert written == ["one", first_words(LEFT_OUT)]


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Payments and Fraud", True), ("Ölfeld", True), ("pay-core", False), ("effaced", False), ("team 7", False)],
)
def test_a_name_is_plain_if_it_is_words(name, plain):
    assert is_plain_name(name) is plain


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://github.com/acme/web/issues/12", True),
        ("https://github.acme.example/acme/web/pull/12", True),
        ("https://github.com/acme/web/issues/12?q=`", False),
        ("https://github.com/acme/web/issues/120", False),
        ("https://evil.example/", False),
    ],
)
def test_an_address_leads_to_its_issue_if_its_url_names_it(url, leads):
    assert leads_to_its_issue(Address(ref("acme/web#12"), url)) is leads


def seconds_for(render, document):
    begin = thread_time()
    render(document)
    return thread_time() - begin


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("hostile", ["`" * 1000, "*a* " * 250, "[" * 1000, "\u200b" * 1000])
def test_the_time_grows_with_the_text_and_not_with_its_square(hostile, render):
    def document(times):
        parts = line("so ", Quoted(hostile), " ", Code(hostile), "; ")
        return Document((Rows((parts * times,)),))

    short = min(seconds_for(render, document(50)) for _ in range(3))
    long = document(800)

    assert any(seconds_for(render, long) < 16 * 4 * short + 0.1 for _ in range(3))
