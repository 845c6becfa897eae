"""Plain text for chats, mail and calendars, in which nothing that others wrote comes alive."""

# ruff: noqa: RUF001  # look-alikes are what this is about

import pytest

from rules.model import Ref
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
from service.speech.plain import BARE, CHAT, tame
from tests.service.speech.hostility import HOSTILE


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("see https://evil.example/login", "see https[:]//evil[.]example/login"),
        ("www.evil.example", "www[.]evil[.]example"),
        (
            "<!channel> <@U123> <https://evil.example|pay here>",
            "‹!channel› ‹＠U123› ‹https[:]//evil[.]example|pay here›",
        ),
        ("@everyone mail eve@evil.example", "＠everyone mail eve＠evil[.]example"),
        ("`code` <b>bold</b>", "ˋcodeˋ ‹b›bold‹/b›"),
        ("Bump 4.17.1 to 4.17.2 for 3.5 days", "Bump 4.17.1 to 4.17.2 for 3.5 days"),
        ("R&D, e.g. invoices. Next", "R&D, e.g. invoices. Next"),
    ],
)
def test_what_programs_would_take_for_an_address_a_call_or_a_tag_is_none(text, tamed):
    assert tame(text) == tamed


DOCUMENT = Document(
    (
        Paragraph(line(Strong(line("News for ", Name("Web & Co"))), ":")),
        Rows(
            (
                line(
                    Address(Ref("jira/acme", "WEB-1"), title="*Checkout*"), " waits. ", Link("", "https://d.example/w")
                ),
                line("say ", Code("/detour drop"), ", ", Quoted("a `reason`"), ", ", Name("Payments")),
            )
        ),
        Details("More", (Paragraph((Words("of it"),)),)),
    )
)


def test_a_chat_reads_text_of_others_in_code_and_our_own_addresses_bare():
    assert CHAT.document(DOCUMENT) == (
        "*News for `Web & Co`*:\n\n"
        "- `WEB-1` `*Checkout*` waits. https://d.example/w\n"
        "- say `/detour drop`, `a ˋreasonˋ`, Payments\n\n"
        "More\n\nof it\n"
    )


def test_a_single_bare_line_has_no_marks_at_all():
    [_, rows, _] = DOCUMENT.blocks

    assert BARE.text(rows.lines[0]) == "WEB-1 *Checkout* waits. https://d.example/w"


def test_a_link_that_is_no_plain_address_is_left_out():
    assert CHAT.text(line("see ", Link("this", "javascript:alert(1)"))) == "see this"


@pytest.mark.parametrize("dress", [CHAT, BARE])
@pytest.mark.parametrize("kind", [Quoted, Name, Code])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_keeps_what_it_needs(dress, kind, text):
    written = dress.text((kind(text),))
    inside = written[1:-1] if written.startswith("`") else written

    assert not set(inside) & set("<>@`\n\r")
    assert "://" not in inside
