"""Nothing that somebody wrote comes alive on a page of the made-up Jira."""

from time import process_time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.issue_changes import edit
from connectors.simulator.jira.pages import adf, wiki
from connectors.simulator.jira.world import World
from service.speech.document import Document, Paragraph, Quoted, line
from service.speech.wiki import render
from tests.connectors.simulator.browsing import ATTACK, Page
from tests.service.speech.hostility import HOSTILE

TARGETS = ("/", "/projects/WEB", "/browse/WEB-1", "/people/mallory", "/_simulator")
BY_WIKI = {"strong", "em", "del", "ins", "sup", "sub", "cite", "code", "pre", "a", "span", "br", "hr", "p", "div"} | {
    *("blockquote", "ul", "ol", "li", "table", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
}
"""All elements that wiki markup can make."""
BY_ADF = (BY_WIKI - {"del", "ins", "sup", "sub", "cite"}) | {"s", "u", "details", "summary", "time"}
KINDS = [*adf.TAGS, *adf.NODES, "text", "unknown"]
WIKI = some.text(alphabet="*_-+^~?{}[]|#!\\&;<>\"'\n h1.bqcodepanl:=/tsW", max_size=80)
LONG = [
    "[",
    "[a|",
    "{panel}",
    "{panel:title=",
    "{code}",
    "{code:x}",
    "*a ",
    "_*+",
    "{{",
    "!a.png",
    "!a.ab.ab",
    "http://",
]
LONG += ["https://x ", "A", "PAY-1 ", "\\", "&#", "|", "||a", "|[", "* a\n", f"{'*' * 50} a\n", "a\n", "- a\nb\n"]


def of_wiki(text):
    return wiki.html_of(text, World(cloud=False))


def documents():
    """Whatever a program may send as one."""
    value = some.sampled_from([ATTACK, "javascript:alert(1)", "https://x.org", 1, None, [], {}])
    attributes = some.dictionaries(some.sampled_from(["title", "url", "text", "color", "panelType", "level"]), value)
    marks = some.lists(some.fixed_dictionaries({"type": some.sampled_from([*adf.MARKS, "link"]), "attrs": attributes}))

    def nodes(inside):
        return some.fixed_dictionaries(
            {"type": some.sampled_from(KINDS), "attrs": attributes, "marks": marks, "text": value, "content": inside}
        )

    return some.recursive(some.just([]), lambda inside: nodes(some.lists(nodes(inside), max_size=3)), max_leaves=6)


@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_hostile_names_and_texts_are_shown_as_text(flavor):
    with simulated_jira(flavor=flavor) as desk:
        mallory = desk.person("mallory")
        issue = mallory.opens("WEB", ATTACK, ATTACK, labels=[ATTACK])
        mallory.sets_milestone(issue, ATTACK)
        mallory.comments(issue, ATTACK, role=ATTACK)
        mallory.adds_remote_link(issue, "javascript:alert(1)", ATTACK, ATTACK)
        desk.webhook_to("http://127.0.0.1:9/<script>", "")
        for path in TARGETS:
            answer = httpx.get(desk.address + path)
            page = Page(answer.text)
            assert answer.status_code == 200
            assert not {"script", "img", "b"} & {tag for tag, _ in page.tags}, path
            assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
            assert not [link for link in page.links() if link.startswith("javascript")]


def test_half_a_character_breaks_no_page():
    with simulated_jira() as desk:
        issue = desk.person("mallory").opens("WEB", "Checkout")
        edit(desk.world, desk.bot.account, issue, title="\ud800")

        assert httpx.get(f"{desk.address}/browse/WEB-1").status_code == 200


@given(WIKI)
def test_wiki_markup_makes_only_known_elements_without_attributes_of_its_own(text):
    page = Page(of_wiki(text))

    assert {tag for tag, _ in page.tags} <= BY_WIKI
    assert all(set(attributes) <= {"href", "class"} for _, attributes in page.tags)
    assert all(link.startswith(("https://", "http://")) for link in page.links())


@given(documents())
def test_documents_make_only_known_elements_without_attributes_of_their_own(document):
    page = Page(adf.html_of(document))

    assert {tag for tag, _ in page.tags} <= BY_ADF
    assert all(set(attributes) <= {"href", "class", "role", "aria-label", "datetime"} for _, attributes in page.tags)
    assert page.links() <= {"https://x.org"}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_detour_quotes_in_wiki_markup_is_code_that_reads_as_it_was_written(text):
    quoted = Quoted(text)

    page = Page(of_wiki(render(Document((Paragraph(line("so ", quoted)),)))))

    assert {tag for tag, _ in page.tags} <= {"p", "code"}
    assert page.text.split() == f"so {quoted.shown}".split()


@pytest.mark.parametrize("text", LONG)
def test_long_wiki_markup_costs_what_it_is_long(text):
    """A fraction of a second; if each mark searched the rest of the text it would be minutes."""
    before = process_time()

    of_wiki(text * (200_000 // len(text)))

    assert process_time() - before < 10
