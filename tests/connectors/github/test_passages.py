from time import thread_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from connectors.github.passages import LONGEST_BODY, passages
from rules.text.passages import Passage

ISSUE = "https://github.com/acme/web/issues/12"
KEY = "https://acme.atlassian.net/browse/PAY-1"

WORDS = st.from_regex(r"[A-Z][a-z]{0,8}:?( [a-z]{1,8}| #[1-9][0-9]{0,3}| [A-Z]{2,5}-[1-9][0-9]?){0,6}", fullmatch=True)
HIDING = (
    "> {}",
    "> > {}",
    "> quoted,\n{} still",
    "```\n{}\n```",
    "~~~text\n{}\n~~~",
    "    {}",
    "`{}`",
    "`` ` {} ``",
    "~~{}~~",
    "~{}~",
    "**~~{}~~**",
    "<!-- {} -->",
    "Not <!-- {} --> this",
    "Not <!-- {}",
    "<!--\n\n{}\n\n-->",
    "<del>{}</del>",
    "<DEL>\n\n{}\n\n</DEL>",
    "<s>{}</s>",
    "<strike>**{}**</strike>",
    "<code>{}</code>",
    "<pre>\n{}\n\n</pre>",
    "<blockquote>\n\n{}\n\n</blockquote>",
    "![{}](https://acme.example/a.png)",
    "<img alt='{}'>",
    "<div title='{}'></div>",
    "- ~~{}~~",
    "- > {}",
    "| a |\n| - |\n| ~~{}~~ |",
)


def texts(body):
    return [passage.text for passage in passages(body)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Blocked by #1\nDepends on #2", ["Blocked by #1", "Depends on #2"]),
        ("Blocked by #1\r\nDepends on #2", ["Blocked by #1", "Depends on #2"]),
        ("Blocked by #1  \nDepends on #2\\\nand #3", ["Blocked by #1", "Depends on #2", "and #3"]),
        ("Blocked by #1<br>Depends on #2<br/>and #3", ["Blocked by #1", "Depends on #2", "and #3"]),
        ("## Blocked by #1", ["Blocked by #1"]),
        ("Blocked by #1\n===", ["Blocked by #1"]),
        ("#12 is not a heading", ["#12 is not a heading"]),
        ("**Blocked** _by_ ***#1***", ["Blocked by #1"]),
        ("Blocked&nbsp;by &#35;1 &amp; #2", ["Blocked\u00a0by #1 & #2"]),
        (r"Blocked by \#1", ["Blocked by #1"]),
        ("| Waits | For |\n| - | - |\n| Blocked by #1 | #2 |", ["Waits", "For", "Blocked by #1", "#2"]),
        ("<div>Blocked by <b>#1</b></div>Then", ["Blocked by #1", "Then"]),
        ("<p>Blocked by #1 &", ["Blocked by #1 &"]),
        ("a snake_case_name and 2 * 3 * 4", ["a snake_case_name and 2 * 3 * 4"]),
        ("x\n<![FOO[ y ]]>\n\nz", ["x", "<![FOO[ y ]]>", "z"]),
        ("<div><![FOO[ y ]]></div>\n\nz", ["z"]),
    ],
)
def test_a_body_becomes_its_visible_lines(body, lines):
    assert texts(body) == lines


def test_list_items_are_marked_where_they_begin():
    body = "Blocked by:\n\n- #1\n  for the login\n  1. #2\n\n     see there\n- #3\n\nThe end"

    found = passages(body)

    assert found == [
        Passage("Blocked by:"),
        Passage("#1", item=True, depth=1),
        Passage("for the login", depth=1),
        Passage("#2", item=True, depth=2),
        Passage("see there", depth=2),
        Passage("#3", item=True, depth=1),
        Passage("The end"),
    ]


@pytest.mark.parametrize("first", ["~~#1~~", "> #1", "`#1`", "![#1](a.png)"])
def test_what_follows_a_left_out_line_does_not_become_the_item(first):
    [line] = passages(f"- {first}\n\n  #2")

    assert line == Passage("#2", depth=1)


def test_an_empty_item_marks_nothing_after_its_list():
    assert passages("-\n\n#2") == [Passage("#2")]


@pytest.mark.parametrize("box", ["[ ]", "[x]", "[X]"])
def test_task_boxes_vanish(box):
    [line] = passages(f"* {box} Blocked by #1")

    assert line == Passage("Blocked by #1", item=True, depth=1)


def test_a_box_outside_a_list_is_text():
    assert texts("[ ] Blocked by #1") == ["[ ] Blocked by #1"]


def test_details_show_their_summary_and_content():
    body = "<details><summary>Links</summary>\n\nBlocked by #1\n\n</details>\n\nThe end"

    assert texts(body) == ["Links", "Blocked by #1", "The end"]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"Blocked by [the login]({ISSUE}).", f"Blocked by {ISSUE}."),
        (f"Blocked by [`login`]({KEY})", f"Blocked by {KEY}"),
        (f"Blocked by [the login][1]\n\n[1]: {ISSUE}", f"Blocked by {ISSUE}"),
        (f"Blocked by <a href='{ISSUE}'>the <b>login</b></a>", f"Blocked by {ISSUE}"),
        (f"Blocked by [![badge](badge.svg)]({ISSUE})", f"Blocked by {ISSUE}"),
        (f"Blocked by <{ISSUE}>", f"Blocked by {ISSUE}"),
        (f"Blocked by {ISSUE}", f"Blocked by {ISSUE}"),
        (f"[#1]({ISSUE})/[PAY-1]({KEY})now", f"{ISSUE} /{KEY} now"),
        (f"Needs[#1]({ISSUE}),[PAY-1]({KEY})", f"Needs {ISSUE},{KEY}"),
        ("Blocked by [#1](https://acme.example/why)", "Blocked by #1"),
        ("See [the guide](../guide.md)", "See the guide"),
        ("See <https://acme.example/a_b_c>", "See https://acme.example/a_b_c"),
    ],
)
def test_a_link_to_an_issue_stands_as_its_url_and_any_other_as_its_label(body, line):
    assert texts(body) == [line]


@pytest.mark.parametrize(
    "marker", ["<!-- detour:abc -->", "<!--detour:abc-->", "<!--  DETOUR : v1 -->", "<!-- detour:"]
)
def test_what_detour_wrote_says_nothing(marker):
    assert passages(f"Blocked by #1\n\n{marker}") == []


def test_code_joins_nothing_across_it():
    assert texts("Blocked by #1`0`2") == ["Blocked by #1 2"]


def test_three_tildes_strike_nothing():
    assert texts("Blocked ~~~by~~~ #1") == ["Blocked ~~~by~~~ #1"]


def test_an_unclosed_comment_hides_the_rest_of_its_paragraph():
    assert texts("Say <!-- *Blocked by*\n#1\n\nThe end") == ["Say", "The end"]


@given(st.sampled_from(HIDING), WORDS, WORDS, WORDS)
@settings(deadline=None)
def test_hidden_statements_never_come_out(hiding, before, hidden, after):
    assume("Zz" not in before + after)
    secret = f"Zz{hidden.replace(':', '')}"
    closed = hiding if hiding != "Not <!-- {}" else f"{hiding} -->"

    found = texts(f"{before}\n\n{closed.format(secret)}\n\n{after}")

    assert (found[0], found[-1]) == (before, after)
    assert not any("Zz" in line for line in found)


@given(st.lists(WORDS))
@settings(deadline=None)
def test_plain_lines_survive_unchanged(lines):
    assert texts("\n".join(lines)) == lines


@given(st.text() | st.text(alphabet="<>!-[](){}*_~`|#&;:/ \n\tab1"))
@settings(deadline=None)
def test_any_text_becomes_single_stripped_lines(body):
    for passage in passages(body):
        assert [passage.text] == passage.text.strip().splitlines()
        assert passage.depth >= 0


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*a ",
        "~~a",
        "`",
        "<!--",
        "<",
        "> ",
        "- ",
        "|",
        "[](",
        "_*",
        "&",
        "<a '",
        "<div><a ",
        "- a\n",
        "\ud800",
    ],
)
def test_hostile_bodies_end_soon(piece):
    began = thread_time()

    passages(piece * (1_000_000 // len(piece)))

    assert thread_time() - began < 15


def test_no_more_is_read_than_github_takes():
    [line] = texts("a" * (LONGEST_BODY + 10))

    assert len(line) == LONGEST_BODY
