import pytest

from service.pictures.curves import Box, across, through


def numbers(words):
    return [float(number) for number in words.replace(",", " ").split() if number not in "MCQ"]


@pytest.mark.parametrize("end", [(100, 0), (-100, 30)])
def test_an_arrow_ends_with_its_tip_where_it_leads_and_comes_level(end):
    found = through([(0, 0), end])

    tip = numbers(found.head)[:2]
    assert tip == list(end)
    assert numbers(found.path)[-1] == end[1]
    assert 0 < abs(numbers(found.path)[-2] - end[0]) < 20


def test_an_arrow_goes_through_all_points_on_its_way():
    assert numbers(through([(0, 0), (50, 20), (100, 0)]).path)[6:8] == [50, 20]


def test_arrows_there_and_back_keep_apart():
    one, other = Box(-100, 0, 40, 20), Box(100, 0, 40, 20)

    there, back = across(one, other), across(other, one)

    assert there.room[1] * back.room[1] < 0


def test_an_arrow_begins_and_ends_at_the_edges_of_its_boxes():
    found = across(Box(-100, 0, 40, 20), Box(100, 0, 40, 20))

    assert numbers(found.path)[0] == -80
    assert numbers(found.head)[0] == 80
