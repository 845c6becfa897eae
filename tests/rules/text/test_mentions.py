"""Refs as people write them, read one by one and in lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.mentions import mention_at, mention_of_url, read_list, written
from rules.text.sayings import Mention, MentionForm

ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def number(value):
    return Mention(MentionForm.NUMBER, f"#{value}")


def repository(text, host=""):
    return Mention(MentionForm.REPOSITORY, text, host)


def key(text, host=""):
    return Mention(MentionForm.KEY, text, host)


def vendor(name):
    return Mention(MentionForm.VENDOR, name)


def listed(text):
    return [entry.mention for entry in read_list(text, 0).entries]


owners = st.builds(str.__add__, st.sampled_from(ALNUM), st.text(ALNUM + "-", max_size=38))
repositories = st.text(ALNUM + "._-", min_size=1, max_size=100).filter(lambda name: name not in {".", ".."})
numbers = st.integers(1, 10**18 - 1)
mentions = st.one_of(
    st.builds(number, numbers),
    st.builds(lambda owner, name, value: repository(f"{owner}/{name}#{value}"), owners, repositories, numbers),
    st.builds(lambda project, value: key(f"{project}-{value}"), st.from_regex(r"\A[A-Z][A-Z0-9_]{1,9}\Z"), numbers),
    st.builds(vendor, st.from_regex(r"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?\Z")),
)


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("#12", number(12)),
        ("#12.", number(12)),
        ("#12's", number(12)),
        ("#12_", number(12)),
        ("#999999999999999999", number(999999999999999999)),
        ("acme/web#12", repository("acme/web#12")),
        ("acme-inc/.github#1", repository("acme-inc/.github#1")),
        ("octo_acme/a.b-c_d#1)", repository("octo_acme/a.b-c_d#1")),
        ("acme/web/pull/5", repository("acme/web#5")),
        ("acme/web/issues/5?x#y", repository("acme/web#5")),
        ("ghe.acme.example/acme/web/issues/5", repository("acme/web#5", "ghe.acme.example")),
        ("PAY-3", key("PAY-3")),
        ("pay-3,", key("PAY-3")),
        ("A1_b-30", key("A1_B-30")),
        ("vendor:Stripe", vendor("Stripe")),
        ("VENDOR:acme.cloud-2.", vendor("acme.cloud-2")),
        ("https://github.com/acme/web/issues/12", repository("acme/web#12", "github.com")),
        ("<https://github.com/acme/web/pull/12>", repository("acme/web#12", "github.com")),
        ("[the API (v2)](https://github.com/acme/web/pull/12)", repository("acme/web#12", "github.com")),
        ('[API](https://jira.acme.example/browse/PAY-1 "the title")', key("PAY-1", "jira.acme.example")),
        ("[PAY-1]", key("PAY-1")),
    ],
)
def test_a_ref_is_read_in_each_of_its_forms(text, mention):
    found = mention_at(text, 0)

    assert found is not None
    assert found[0] == mention


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#0",
        "#012",
        "#",
        "# 12",
        "#12abc",
        "#12-abc",
        "#1.5",
        "#12/foo",
        "#1000000000000000000",
        "#१२",
        "web#12",
        "acme/web#0",
        "acme/web#12abc",
        "a/b/c#12",
        "./x#1",
        "../x#1",
        "owner/..#1",
        "owner/.#1",
        "-acme/web#1",
        f"{'a' * 40}/web#1",
        f"acme/{'a' * 101}#1",
        "acme/../issues/1",
        "acme/web/issues/1a",
        "acme/web/commit/1",
        "P-3",
        "1PAY-3",
        "PAY-0",
        "PAY-3a",
        "PAY-3-fix",
        "PAY-3.1",
        "PAY 3",
        "PAY3",
        "vendor:",
        "vendor: Stripe",
        "vendors:Stripe",
        "[PAY-3",
        "[label](PAY-3)",
        "[label](https://example.com)",
        "<PAY-3>",
        "<https://github.com/acme/web/issues/12",
    ],
)
def test_what_only_looks_like_a_ref_is_none(text):
    assert mention_at(text, 0) is None


@pytest.mark.parametrize(
    ("text", "position"), [("a/b/c#12", 2), ("web#12", 3), ("&#39", 1), ("xPAY-3", 1), ("../x/y#1", 3)]
)
def test_the_tail_of_something_else_is_no_ref(text, position):
    assert mention_at(text, position) is None


@pytest.mark.parametrize(
    ("url", "mention"),
    [
        ("https://github.com/acme/web/issues/12", repository("acme/web#12", "github.com")),
        ("  HTTPS://GitHub.com/acme/Web/pull/12/files?w=1#diff-1  ", repository("acme/Web#12", "github.com")),
        ("https://redirect.github.com/acme/web/issues/12#issuecomment-3", repository("acme/web#12", "github.com")),
        ("https://www.github.com/acme/web/issues/12", repository("acme/web#12", "github.com")),
        ("https://ghe.acme.example:443/acme/web/issues/12", repository("acme/web#12", "ghe.acme.example")),
        ("http://127.0.0.1:8001/acme/web/issues/12", repository("acme/web#12", "127.0.0.1:8001")),
        ("https://acme.atlassian.net/browse/PAY-12", key("PAY-12", "acme.atlassian.net")),
        ("https://acme.atlassian.net/browse/pay-12?focusedId=3", key("PAY-12", "acme.atlassian.net")),
        ("https://acme.example/Jira/browse/PAY-12", key("PAY-12", "acme.example/jira")),
        ("http://localhost:8080/tools/jira/browse/PAY-12", key("PAY-12", "localhost:8080/tools/jira")),
        (
            "https://acme.atlassian.net/jira/software/c/projects/PAY/boards/7?selectedIssue=PAY-12",
            key("PAY-12", "acme.atlassian.net"),
        ),
        (
            "https://acme.atlassian.net/jira/software/c/projects/PAY/issues/PAY-12",
            key("PAY-12", "acme.atlassian.net"),
        ),
        (
            "https://acme.example/jira/secure/RapidBoard.jspa?rapidView=1&selectedIssue=PAY-12&view=detail",
            key("PAY-12", "acme.example/jira"),
        ),
        ("https://acme.example/projects/PAY?selectedIssue=PAY-12#tab", key("PAY-12", "acme.example")),
    ],
)
def test_a_url_leads_to_its_issue_whatever_follows(url, mention):
    assert mention_of_url(url) == mention


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https://github.com",
        "https://github.com/acme/web",
        "https://github.com/acme/web/issues",
        "https://github.com/acme/web/issues/0",
        "https://github.com/acme/web/issues/12abc",
        "https://github.com/acme/web/commit/12",
        "https://github.com/acme/../issues/12",
        "https://github.com/a/b/c/issues/12",
        "https://github.com@evil.example/acme/web/issues/12",
        "https://user:word@github.com/acme/web/issues/12",
        "https://acme.atlassian.net/browse/",
        "https://acme.atlassian.net/browse/PAY-0",
        "https://acme.atlassian.net/browse/PAY-1-2",
        "https://acme.example/x?other_selectedIssue=PAY-12",
        "https://[::1/acme/web/issues/1",
        "ftp://github.com/acme/web/issues/12",
        "javascript:alert(1)",
        "\x00http://",
    ],
)
def test_any_other_url_leads_nowhere(url):
    assert mention_of_url(url) is None


@pytest.mark.parametrize(
    "text",
    [
        "#1, #2 and PAY-3",
        "#1,#2,PAY-3",
        "#1; #2; PAY-3",
        "#1 & #2 & PAY-3",
        "#1 or #2 or PAY-3",
        "#1, #2, and PAY-3",
        "#1 #2 PAY-3",
        "#1 (login API), #2 (see the plan) and PAY-3 (2 of 3)",
        "issue #1, PR #2 and ticket PAY-3",
        "the pull requests #1 and #2 and the Jira issue PAY-3",
        "**#1**, _#2_ and __PAY-3__",
        "[#1], [#2], [PAY-3]",
        "#1, #2 and PAY-3, which we need",
        "#1, #2 and PAY-3 (a) and (b) #4",
    ],
)
def test_a_list_is_read_in_full_and_no_further(text):
    assert listed(text) == [number(1), number(2), key("PAY-3")]


@pytest.mark.parametrize(
    "text", ["#1 then #2", "#1. #2", "#1) #2", "#1 and not #2", "#1, maybe #2", "#1#2 #3", "#1-#2"]
)
def test_other_words_end_a_list(text):
    assert listed(text) in ([number(1)], [])


@pytest.mark.parametrize(
    ("text", "continues"),
    [("#1,", True), ("#1 and", True), ("#1 **&** ", True), ("#1;", False), ("#1", False), ("#1 band", False)],
)
def test_a_list_goes_on_below_after_a_comma_or_an_and(text, continues):
    assert read_list(text, 0).continues is continues


@given(st.lists(mentions, min_size=1, max_size=8), st.sampled_from([", ", " and ", "; ", " & ", " or ", " ", " / "]))
def test_every_list_of_refs_comes_back_as_it_was_written(refs, between):
    text = between.join(written(ref) for ref in refs)

    assert listed(text) == refs
    assert read_list(text, 0).end == len(text)


@given(owners, repositories, numbers, st.sampled_from(["", "/files", "?a=b", "#c", "/", "?[x](y)"]))
def test_every_issue_url_is_read_back(owner, name, value, rest):
    url = f"https://github.com/{owner}/{name}/issues/{value}{rest}"

    assert mention_of_url(url) == repository(f"{owner}/{name}#{value}", "github.com")


@given(st.text(st.characters(codec=None)), st.integers(0, 30))
def test_no_text_breaks_the_reading_of_refs(text, position):
    found = mention_at(text, position)
    whole = read_list(text, 0)

    assert found is None or position < found[1] <= len(text)
    assert 0 <= whole.first_end <= whole.end <= whole.next <= len(text)


@given(st.text("htps:/gub.com[]()<>#?&=-1aA PAYbrowseldctIissuel"))
def test_no_garbled_url_breaks_the_reading(text):
    for url in (text, f"https://{text}", f"https://jira.acme.example/{text}?selectedIssue={text}"):
        mention = mention_of_url(url)

        assert mention is None or mention.host == mention.host.lower()
