"""What Detour says on an issue, shown on a page: as the comment has it, and nothing of others comes alive."""

import pytest

from rules.model import Ref
from service.access.sight import Sight
from service.pages.speech import html_of
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
    line,
)

EVERYTHING = Sight()
PAY = Ref("jira/acme", "PAY-1")
HOSTILE = "</q><script>alert(1)</script>\u202e"


def shown(*parts, sight=EVERYTHING):
    return str(html_of(Document((Paragraph(line(*parts)),)), sight))


def test_blocks_are_as_in_the_comment():
    document = Document(
        (
            Paragraph(line(Strong(line("Settle this")), ".")),
            Rows((line("one"), line("two"))),
            Details("More", (Paragraph(line("inside")),)),
        )
    )

    assert str(html_of(document, EVERYTHING)).replace("\n", "") == (
        "<p><strong>Settle this</strong>.</p><ul><li>one</li><li>two</li></ul>"
        "<details><summary>More</summary><p>inside</p></details>"
    )


def test_an_issue_leads_to_its_page_here_and_never_to_where_a_text_says():
    address = Address(PAY, "javascript:alert(1)", "Pay")

    assert shown(address) == '<p><a href="/issues/jira/acme/PAY-1">PAY-1</a> <q><bdi>Pay</bdi></q></p>'
    assert "href" not in shown(Link("its page", "https://elsewhere.example"))


@pytest.mark.parametrize("kind", [Name, Quoted, Code, Mention, lambda text: Address(PAY, "", text), str])
def test_text_of_others_is_text(kind):
    page = shown(kind(HOSTILE))

    assert "<script>" not in page
    assert "\u202e" not in page
    assert "alert(1)" in page


def test_who_may_not_see_an_issue_does_not_read_of_it_here():
    sight = Sight(closed=("jira:PAY",))

    page = shown("waits on PAY-1: ", Address(PAY, "", "Secret"), Code("/detour drop PAY-1"), sight=sight)

    assert "PAY" not in page
    assert "Secret" not in page


def test_beside_a_hidden_issue_nobody_is_quoted():
    parts = (Address(PAY), " needs it, because ", Quoted("the merger"))

    assert "the merger" in shown(*parts)
    assert "the merger" not in shown(*parts, sight=Sight(closed=("jira:PAY",)))
