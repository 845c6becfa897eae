"""What became of the commands in each comment, so that they can be answered."""

from datetime import date

import pytest

from rules.addresses import Addresses, Site
from rules.interpretation import MAY_NOT_WRITE, Text, understand
from rules.model import Ref
from rules.statements import Source
from rules.text import read
from rules.text.passages import Passage

AT = Ref("github/acme", "acme/web#1")
SITES = Addresses([Site("github/acme", "github.com", ("acme",))])
DAY = date(2026, 11, 23)


def comment(*lines, number="7", refused=""):
    said = read([Passage(line) for line in lines], comment=True)
    return Text(tuple(said), Source.COMMENT, "github:@mia", DAY, refused, number, DAY)


def outcomes(*texts):
    return understand(texts, AT, SITES).outcomes


@pytest.mark.parametrize(
    ("line", "carried_out"),
    [
        ("/detour understood", True),
        ("/detour recheck", True),
        ("/detour help", True),
        ("/detour drop #6 because we do without", True),
        ("/detour fallback #9 for #6", True),
        ("/detour waive #6 until 2026-12-31 because the launch can wait", True),
        ("/detour waive #6 until 2027-12-31 because it is longer than may be", False),
        ("/detour waive #6 until 2026-12-31", False),
        ("/detour drop PAY-1 because no Jira is connected", False),
        ("/detour dance", False),
    ],
)
def test_a_command_is_carried_out_or_it_is_not(line, carried_out):
    [outcome] = outcomes(comment(line))

    assert (outcome.comment, outcome.carried_out, outcome.author, outcome.changed) == (
        "7",
        carried_out,
        "github:@mia",
        DAY,
    )
    assert outcome.waives is (line.startswith("/detour waive #6 until") and "because" in line)


def test_one_of_several_that_is_not_carried_out_is_told():
    [outcome] = outcomes(comment("/detour understood", "/detour dance"))

    assert not outcome.carried_out


def test_a_near_miss_beside_a_command_is_none_of_its_business():
    [outcome] = outcomes(comment("Blocked by 12", "/detour understood"))

    assert outcome.carried_out


@pytest.mark.parametrize("line", ["Blocked by #6", "Blocked by 12", "We had /detour in the text"])
def test_a_comment_without_a_command_has_no_outcome(line):
    assert outcomes(comment(line)) == ()


def test_a_command_of_somebody_who_may_give_none_is_not_carried_out():
    [outcome] = outcomes(comment("/detour understood", refused=MAY_NOT_WRITE))

    assert not outcome.carried_out


def test_a_command_that_nobody_is_to_be_answered_for_has_no_outcome():
    assert outcomes(comment("/detour understood", number="")) == ()


def test_other_words_are_other_commands_and_what_stands_around_them_is_not():
    [one], [same], [other] = (
        outcomes(comment(*lines))
        for lines in (["/detour recheck"], ["Hello!", "/detour recheck"], ["/detour understood"])
    )

    assert one.words == same.words != other.words


def test_each_comment_has_its_own_and_what_one_retracts_was_carried_out_all_the_same():
    first = comment("/detour waive #6 until 2026-12-31 because the launch can wait", number="7")

    found = outcomes(first, comment("/detour unwaive #6", number="8"))

    assert [(one.comment, one.carried_out) for one in found] == [("7", True), ("8", True)]
