import gzip
import json
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.jira.passages import passages as any_passages
from connectors.jira.wiki import passages
from rules.text.passages import Passage

URL = "https://acme.atlassian.net/browse/PAY-1"
REAL_ISSUES = Path(__file__).parents[3] / "../shared/data/jira/issues/tidev_dependency_subset.jsonl.gz"

WORDS = st.from_regex(r"[A-Z][a-z]{0,8}:?( [a-z]{1,8}| #[1-9][0-9]{0,3}| [A-Z]{2,5}-[1-9][0-9]?){0,6}", fullmatch=True)
HIDING = (
    "{{quote}}{}{{quote}}",
    "{{quote}}\n\n{}\n{{code}}{{quote}}{{code}}\n{}{{quote}}",
    "bq. {}",
    "* bq. {}",
    "{{code}}{}{{code}}",
    "{{code:java|title=A}}\n{}\n\n{}\n{{code}}",
    "{{noformat}}\n{{code}}\n{}{{noformat}}",
    "{{{{{}}}}}",
    "-{}-",
    "*-{}-*",
    "-*{}*-",
    "a{{-}}{}{{-}}b",
    "(-{}-)",
    "* -{}-",
    "|-{}-|b|",
    "{{color:red}}-{}-{{color}}",
    "!{}.png!",
    "!{}.png|thumbnail!",
    "{{panel:title={}}}{{panel}}",
    "[^{}.txt]",
)


def texts(body):
    return [passage.text for passage in passages(body)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Blocked by PAY-1\r\nDepends on PAY-2\rand PAY-3", ["Blocked by PAY-1", "Depends on PAY-2", "and PAY-3"]),
        (r"Blocked by PAY-1\\Depends on PAY-2", ["Blocked by PAY-1", "Depends on PAY-2"]),
        ("h1. Blocked by PAY-1\nh3.PAY-2\nh2.5", ["Blocked by PAY-1", "PAY-2", "h2.5"]),
        ("Before\n----\nAfter", ["Before", "After"]),
        ("*Blocked* _by_ +PAY-1+, ^PAY-2^ ~or~ ??PAY-3??", ["Blocked by PAY-1, PAY-2 or PAY-3"]),
        ("*_Blocked by_ PAY-1*", ["Blocked by PAY-1"]),
        ("{*}Blocked{*}by {_}PAY-1{_}", ["Blockedby PAY-1"]),
        ("2*3*4 and snake_case_name and C++", ["2*3*4 and snake_case_name and C++"]),
        ("well-known - and -- or 2026-12-01", ["well-known - and -- or 2026-12-01"]),
        ("run -x and -y, a -> b", ["run -x and -y, a -> b"]),
        ("{color:red}*Blocked by*{color} {color:#ff0000}PAY-1{color}", ["Blocked by PAY-1"]),
        ("{panel:title=Links|bgColor=#fff}Blocked by PAY-1{panel}", ["Blocked by PAY-1"]),
        (r"\*Blocked\* by \{code} PAY-1 \-not struck\-", ["*Blocked* by {code} PAY-1 -not struck-"]),
        ("Blocked&nbsp;by &amp; PAY-1", ["Blocked\u00a0by & PAY-1"]),
        ("Blocked by {{PAY-1}}.", ["Blocked by  ."]),
        ("Blocked by [{{PAY-1}}|https://acme.atlassian.net/browse/PAY-1].", ["Blocked by  ."]),
        ("Blocked by {{PAY-1", ["Blocked by {{PAY-1"]),
        ("Wow! Blocked by PAY-1!", ["Wow! Blocked by PAY-1!"]),
        ("Before {code}x{code} Blocked by PAY-1", ["Before", "Blocked by PAY-1"]),
        ("Use {placeholder} here", ["Use {placeholder} here"]),
    ],
)
def test_a_body_becomes_its_visible_lines(body, lines):
    assert texts(body) == lines


def test_list_items_are_marked_where_they_begin():
    body = "*Blocked by:*\n * PAY-1\nfor the login\n *# PAY-2\n - PAY-3\n\nThe end"

    found = passages(body)

    assert found == [
        Passage("Blocked by:"),
        Passage("PAY-1", item=True, depth=1),
        Passage("for the login", depth=1),
        Passage("PAY-2", item=True, depth=2),
        Passage("PAY-3", item=True, depth=1),
        Passage("The end"),
    ]


@pytest.mark.parametrize("first", ["-PAY-1-", "{{PAY-1}}", "!PAY-1.png!", "{code}PAY-1{code}"])
def test_what_follows_a_left_out_line_does_not_become_the_item(first):
    [line] = passages(f"* {first}\nPAY-2")

    assert line == Passage("PAY-2", depth=1)


def test_a_tables_cells_stand_alone():
    body = f"||Waits||For||\n|Blocked by PAY-1|[the login|{URL}]|{{{{a|b}}}}|\n|two\nlines|-3|4-|\nThe end"

    assert texts(body) == ["Waits", "For", "Blocked by PAY-1", URL, "two", "lines", "-3", "4-", "The end"]


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        (f"[the login|{URL}]", URL),
        (f"[{URL}]", URL),
        (f"[{URL}|{URL}|smart-link]", URL),
        (URL, URL),
        (f"*{URL}*", URL),
        ("[PAY-1]", "PAY-1"),
        ("[*the* guide|https://acme.example/guide]", "the guide"),
        ("[https://acme.example/guide]", "https://acme.example/guide"),
        ("https://acme.example/a_b_c/-d-?e=*f*g", "https://acme.example/a_b_c/-d-?e=*f*g"),
        ("[~jdoe]", "@jdoe"),
        ("[~accountid:5b10:1]", "@5b10:1"),
        ("[iOS] crash", "[iOS] crash"),
    ],
)
def test_a_link_to_an_issue_stands_as_its_url_and_any_other_as_its_label(link, shown):
    assert texts(f"Blocked by {link}") == [f"Blocked by {shown}"]


def test_links_side_by_side_stay_apart():
    assert texts(f"[a|{URL}][b|{URL}]/[c|{URL}]") == [f"{URL} {URL} /{URL}"]


@pytest.mark.parametrize("marker", ["{anchor:detour-abc}", "{ANCHOR:Detour:1}", "{anchor: detour}"])
def test_what_detour_wrote_says_nothing(marker):
    assert passages(f"{marker}\nBlocked by PAY-1") == []


@pytest.mark.parametrize("opening", ["{code}", "{code:java}", "{noformat}", "{quote}"])
def test_what_is_left_open_hides_all_that_follows(opening):
    assert texts(f"Before\n{opening}\nBlocked by PAY-1\n\nDepends on PAY-2") == ["Before"]


@given(st.sampled_from(HIDING), WORDS, WORDS, WORDS)
def test_hidden_statements_never_come_out(hiding, before, hidden, after):
    secret = f"Zz{hidden.replace(':', '')}"

    found = texts(f"{before}\n\n{hiding.format(secret, secret)}\n\n{after}")

    assert (found[0], found[-1]) == (before, after)
    assert not any("Zz" in line for line in found)


@given(st.lists(WORDS))
def test_plain_lines_survive_unchanged(lines):
    assert texts("\n".join(lines)) == lines


@given(st.text() | st.text(alphabet="{}code:quote[]|~-*_+^?!\\#h1.& \r\nab"))
@settings(deadline=None)
def test_any_text_becomes_single_stripped_lines(body):
    for passage in passages(body):
        assert [passage.text] == passage.text.strip().splitlines()


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "{",
        "{{",
        "{{a",
        "*",
        "*a ",
        "-a ",
        "-",
        "|",
        "|a",
        "~",
        "<",
        "!",
        "!a.aa",
        "[a|",
        "{code",
        "{quote}",
        " ",
        "\\",
    ],
)
def test_hostile_bodies_end_soon(piece):
    began = thread_time()

    passages("x " + piece * (1_000_000 // len(piece)))

    assert thread_time() - began < 15


@pytest.mark.parametrize("body", [None, 3, ["Blocked by PAY-1"], b"Blocked by PAY-1"])
def test_a_body_that_is_neither_text_nor_document_says_nothing(body):
    assert any_passages(body) == []


def test_text_is_wiki_markup_and_a_document_is_not():
    document = {"type": "paragraph", "content": [{"type": "text", "text": "*PAY-1*"}]}

    assert any_passages("*PAY-1*") == [Passage("PAY-1")]
    assert any_passages(document) == [Passage("*PAY-1*")]


@pytest.fixture(scope="module")
def descriptions():
    if not REAL_ISSUES.exists():
        pytest.skip(f"the saved issues are not beside the project: {REAL_ISSUES}")
    with gzip.open(REAL_ISSUES, "rt", encoding="utf-8") as file:
        issues = [json.loads(line) for line in file]
    return {issue["key"]: issue["fields"].get("description") or "" for issue in issues}


def test_real_descriptions_are_read(descriptions):
    read = {key: passages(body) for key, body in descriptions.items()}

    assert sum(map(bool, read.values())) > 2_000
    assert Passage("1.0.1 blocked by TIMOB-18168") in read["TIMOB-18169"]
    assert Passage("install() - Depends on TIMOB-7103", item=True, depth=1) in read["TIMOB-7102"]


def test_no_markup_is_left_of_real_code_blocks(descriptions):
    lines = [line for body in descriptions.values() for line in texts(body)]

    assert not any("{code}" in line or "{noformat}" in line or "{quote}" in line for line in lines)
