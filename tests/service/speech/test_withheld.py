"""What a reader may not see is withheld from what Detour says, however it is said."""

import pytest

from rules.model import Ref
from service.access.sight import HIDDEN, Sight
from service.speech.document import (
    Address,
    Code,
    Details,
    Document,
    Link,
    Mention,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
    line,
)
from service.speech.withheld import line_seen, seen

CLOSED = Sight(closed=("jira:PAY", "github:acme/pay"))
PAY, SHOP = Address(Ref("jira/acme", "PAY-1"), "https://x/PAY-1", "Merger"), Address(Ref("jira/acme", "SHOP-1"))


def test_whoever_sees_everything_is_told_the_very_same():
    document = Document((Paragraph(line("waits on ", PAY, " as ", Quoted("said"))),))

    assert seen(document, Sight()) is document


def test_a_line_with_a_hidden_issue_does_not_name_it_and_quotes_nobody():
    told = line_seen(line(SHOP, " waits on ", PAY, ", ", Quoted("because we merge")), CLOSED)

    assert told == line(SHOP, " waits on ", HIDDEN, ", ")


@pytest.mark.parametrize("kind", [Words, Name, Quoted, Code, Mention])
def test_its_ref_is_withheld_in_words_of_every_kind(kind):
    assert line_seen((kind("see PAY-1"),), CLOSED) == (kind(f"see {HIDDEN}"),)


@pytest.mark.parametrize(
    "url", ["https://d.example/issues/jira/acme/PAY-1", "https://d/issues/github/x/acme%2Fpay%237"]
)
def test_no_link_leads_there(url):
    assert line_seen((Link("its page", url),), CLOSED) == (Link("its page", ""),)
    assert line_seen((Link("all", "https://d.example/findings"),), CLOSED) == (
        Link("all", "https://d.example/findings"),
    )


def test_nothing_is_told_deeper_in_a_document_either():
    document = Document(
        (Rows((line(Strong(line(PAY))),)), Details("More of PAY-1", (Paragraph(line("beside ", PAY)),))),
    )

    assert seen(document, CLOSED) == Document(
        (Rows((line(Strong(line(HIDDEN))),)), Details(f"More of {HIDDEN}", (Paragraph(line("beside ", HIDDEN)),))),
    )
