import pytest

from connectors.contract import Marked
from service.speech.markers import Mark, Role, signed
from service.speech.threads import Ours, search

ISSUE, KEY = "github/acme 1001", b"the store's own key"


def written(number, generation=1, *, role=Role.VERDICT, issue=ISSUE, key=KEY):
    """A comment with a mark."""
    return Marked(str(number), signed(Mark(issue, role, generation), key))


def found(*thread):
    return search(thread, issue=ISSUE, role=Role.VERDICT, key=KEY)


def test_after_a_write_that_was_not_heard_of_our_comment_is_found_among_others():
    others = [Marked("1", "of another program"), Marked("9", "")]

    assert found(others[0], written(5, 3), others[1]) == Ours("5", Mark(ISSUE, Role.VERDICT, 3))


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param(written(1, issue="github/acme 2002"), id="it is another issue's"),
        pytest.param(written(1, key=b"another store's key"), id="another store wrote it with the same account"),
        pytest.param(written(1, role=Role.BRIEF), id="it has another role"),
        pytest.param(Marked("1", "a mark"), id="its mark is another program's"),
    ],
)
def test_what_is_not_ours_is_neither_found_nor_deleted(stranger):
    assert found(stranger) == Ours()
    assert found(stranger, written(2)) == found(written(2), stranger) == found(written(2))


def test_nothing_is_found_in_an_empty_thread():
    assert found() == Ours()


def test_of_several_the_highest_generation_survives_and_the_rest_goes():
    ours = found(written(1, 1), written(2, 3), written(3, 2))

    assert (ours.survivor, ours.mark.generation, ours.rest) == ("2", 3, ("1", "3"))


def test_of_one_that_was_written_twice_the_older_survives():
    ours = found(written(1, 1), written(2, 2), written(3, 2))

    assert (ours.survivor, ours.rest) == ("2", ("1", "3"))
