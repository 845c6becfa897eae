import pytest

from service.pictures.matrix import level_of, levels, matrix
from tests.service.pictures.teams import HOSTILE, all_on_all, parsed, waits


def texts(picture):
    return ["".join(element.itertext()) for element in parsed(picture.svg).iter("text")]


def cells(picture):
    return [one for one in parsed(picture.svg).iter("g") if one.find("title") is not None]


def test_a_cell_tells_its_pair_and_how_many_have_no_plan_b():
    found = matrix([waits("Shop", "Payments", 5, 2)])

    [title] = [one.text for one in parsed(found.svg).iter("title") if "open links" in (one.text or "")]
    assert title == "Shop waits on Payments: 5 open links, 2 of them with a fallback that stands"
    assert "3" in texts(found)


def test_a_pair_whose_waits_all_have_a_plan_b_is_marked_and_not_dark():
    [cell] = [
        one for one in parsed(matrix([waits("Shop", "Payments", 2, 2)]).svg).iter("g") if one.find("title") is not None
    ]

    assert cell.get("class") == "cell level-0"
    assert cell.find("text").text == "✓"


def test_rows_and_columns_have_their_sums():
    found = texts(matrix([waits("Shop", "Payments", 2, 1), waits("Web", "Payments", 40, 4)]))

    assert {"2", "40", "42"} <= set(found)


def test_a_cell_is_as_dark_as_its_waits_without_a_plan_b():
    found = cells(matrix([waits("Shop", "Payments", 9, 8), waits("Web", "Payments", 9)]))

    assert [one.get("class") for one in found] == ["cell level-1", "cell level-5"]


def test_of_many_teams_the_busiest_are_drawn_and_the_others_counted():
    found = matrix(all_on_all(9), most=4)

    assert found.left_out == 5
    assert len(cells(found)) == 12


@pytest.mark.parametrize(
    ("most", "bounds"), [(0, []), (1, [1]), (4, [1, 2, 3, 4]), (9, [2, 3, 4, 6, 9]), (100, [3, 7, 16, 40, 100])]
)
def test_each_level_is_as_many_times_the_one_before(most, bounds):
    assert levels(most) == bounds


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (3, 1), (4, 2), (100, 5)])
def test_a_count_has_the_first_level_that_holds_it(count, level):
    assert level_of(count, levels(100)) == level


def test_names_of_others_stay_text():
    found = matrix([waits(HOSTILE, "Payments")])

    assert "<script" not in found.svg
    assert "\x07" not in found.svg
    assert parsed(found.svg).find("script") is None


def test_cells_and_names_lead_where_their_team_does_and_only_pointers_are_led():
    found = parsed(matrix([waits("Shop", "Payments", 2)], to=lambda team: f"/findings?team={team.slug}").svg)

    assert [link.get("href") for link in found.iter("a")] == [
        "/findings?team=payments",
        "/findings?team=payments",
        "/findings?team=shop",
        "/findings?team=shop",
        "/findings?team=shop",
    ]
    assert {link.get("tabindex") for link in found.iter("a")} == {"-1"}
    assert found.get("aria-hidden") == "true"
