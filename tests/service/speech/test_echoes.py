from datetime import date

import pytest

from rules.statements import Child, Cost, Drop, Duplicate, Fallback, FallbackKind, Said, Source, Wait, Waiver
from service.speech.document import Document, Paragraph, Words, line
from service.speech.echoes import echo, listed
from service.speech.markdown import render
from tests.drawing import ref

HERE = ref("SHOP-1")
SAID = Said(Source.DESCRIPTION, HERE, "as it stands here")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (Wait(HERE, ref("PAY-1"), SAID), "Waits on `PAY-1` (the description): `as it stands here`"),
        (Wait(HERE, ref("PAY-1"), Said(Source.LINK_TYPE, HERE, "Blocks")), "Waits on `PAY-1` (the link type Blocks)"),
        (Fallback(HERE, ref("SHOP-2"), SAID), "Fallback for whatever this waits on: `SHOP-2` (the description)"),
        (
            Fallback(HERE, ref("A-2"), SAID, ref("B-9"), FallbackKind.HACK, Cost(3, 0.5, 2), migration=ref("A-3")),
            "Fallback for `B-9`: `A-2`, a hack, build 3d, keep 0.5d a month, remove 2d, then `A-3`",
        ),
        (Duplicate(HERE, ref("SHOP-8"), SAID), "Is a duplicate of `SHOP-8`"),
        (Child(ref("SHOP-4"), HERE, SAID), "`SHOP-4` is a part of `SHOP-1`"),
        (Drop(HERE, ref("PAY-8"), "not needed", SAID), "The link to `PAY-8` has ended, because: `not needed`"),
        (Drop(HERE, None, "none is", SAID), "Every link of this has ended, because: `none is`"),
        (
            Waiver(HERE, date(2026, 12, 24), "we can wait", "jira:lead", ref("PAY-7"), "DT101"),
            "The wait on `PAY-7` for `DT101` is waived until 2026-12-24 by `jira:lead`, because: `we can wait`",
        ),
    ],
)
def test_what_an_issue_says_is_repeated_as_it_was_understood(statement, words):
    said = echo(statement, HERE)

    assert said is not None
    assert words in render(Document((Paragraph(said),)))


@pytest.mark.parametrize(
    "statement",
    [
        Wait(ref("PAY-1"), HERE, Said(Source.NATIVE, ref("PAY-1"))),
        Wait(HERE, ref("PAY-1"), Said(Source.REMOTE_LINK, ref("PAY-1"), "blocks")),
        Waiver(ref("PAY-1"), date(2026, 12, 24), "we can wait", "jira:lead"),
    ],
)
def test_what_others_say_is_not_repeated(statement):
    assert echo(statement, HERE) is None


@pytest.mark.parametrize("end", [HERE, ref("PAY-1")])
def test_a_link_of_the_tracker_is_repeated_where_it_waits_whichever_end_was_read_last(end):
    wait = Wait(HERE, ref("PAY-1"), Said(Source.LINK_TYPE, end, "Blocks"))

    assert echo(wait, HERE) is not None
    assert echo(wait, ref("PAY-1")) is None


@pytest.mark.parametrize(("count", "text"), [(0, ""), (1, "a"), (2, "a and b"), (3, "a, b and c")])
def test_things_are_listed_as_people_list_them(count, text):
    parts = [line(letter) for letter in "abc"[:count]]

    assert "".join(words.text for words in listed(parts) if isinstance(words, Words)) == text
