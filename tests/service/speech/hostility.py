"""Text that would like to be more than text, in every place that a document has for it."""

from dataclasses import replace

from hypothesis import strategies as st

from rules.model import NearMiss, Ref
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Said, Source, Wait
from service.speech.document import Address, Code, Details, Document, Link, Name, Paragraph, Quoted, Rows, Strong, line
from tests.drawing import Drawing, ref

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
    "{code}\n{code}",
    "{quote}{noformat}{panel}{anchor:detour}",
    "a}}b {{c",
    "{*}b{*} {_}i{_}",
    "[~accountid:1]",
    "[~jdoe]",
    "[PAY-12]",
    "[click|https://evil.example]",
    "https://acme.atlassian.net/browse/OTHER-9",
    "[^file.txt] !https://evil.example/x.png!",
    "*b* +u+ -s- ^up^ ~down~ ??cite??",
    ":) :( ;) :D :P (y) (n) (i) (!) (?) (/) (x) (on) (*r) (flag)",
    "a;)",
    "h1. heading",
    "bq. quote",
    "---- -- ---",
    "\\\\server\\share \\{code} \\[x]",
    "@variable@ $name$",
    "x² Ⅷ ½ \u0e33\u0301 \U0001e900",
    "Blocked by: PAY-1",
    "Fallback for PAY-1: SHOP-2",
    "PAY-1 is blocked by SHOP-2",
    "/detour drop PAY-1 because hacked",
    "x" * 5000,
    "`" * 5000,
    "😀👩‍👩‍👧 日本語 עברית",
]

TEXTS = st.one_of(st.text(max_size=40), st.sampled_from([text for text in HOSTILE if len(text) < 1000]))
URLS = st.sampled_from(
    [
        "",
        "https://acme.atlassian.net/browse/PAY-1",
        "https://github.com/acme/web/issues/12",
        "https://detour.acme.example/issues/jira/acme/PAY-1",
        "javascript:alert(1)",
        "https://evil.example/|x]{code}",
    ]
)
WORDS = st.sampled_from(
    ["so ", " (", "), ", ": ", ".", " and", "1 * 2 * 3", " a_b-c ", "[x] {y} &amp; \\", "(i) :) ;)", "→"]
)
OTHERS = st.one_of(
    st.builds(Quoted, TEXTS),
    st.builds(Code, TEXTS),
    st.builds(Name, TEXTS),
    st.builds(Address, st.sampled_from([ref("PAY-1"), ref("acme/web#12")]), URLS, TEXTS),
    st.builds(Address, st.builds(Ref, st.sampled_from(["jira/acme", "github/acme"]), TEXTS), URLS, TEXTS),
)
OURS = st.one_of(WORDS, st.builds(Link, WORDS, URLS))
LINES = st.lists(
    st.one_of(OURS, OTHERS, st.lists(st.one_of(OURS, OTHERS), max_size=3).map(lambda parts: Strong(line(*parts)))),
    max_size=6,
).map(lambda parts: line(*parts))
PLAIN_BLOCKS = st.one_of(st.builds(Paragraph, LINES), st.builds(Rows, st.lists(LINES, max_size=3).map(tuple)))
BLOCKS = st.recursive(
    PLAIN_BLOCKS,
    lambda inner: st.builds(Details, WORDS.map("Folded {}".format), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
DOCUMENTS = st.lists(BLOCKS, max_size=4).map(lambda blocks: Document(tuple(blocks)))
"""Whole documents, of which everything but the words may be hostile."""


def page(*parts):
    """A document with the parts in every place that a line may have."""
    text = line("before ", *parts, " after")
    inside = (Paragraph(text), Rows((line(*parts), text, line(Strong(line("so ", *parts, ".")), " ", *parts))))
    return Document((*inside, Details("Folded", inside)))


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
