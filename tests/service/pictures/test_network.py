import pytest

from service.pictures.network import ON_A_RING, THINNEST, WIDEST, network
from tests.service.pictures.teams import HOSTILE, all_on_all, parsed, waits


def arrows(picture):
    """Each arrow's title, kind and width."""
    groups = [one for one in parsed(picture.svg).iter("g") if "arrow" in one.get("class")]
    return {
        one.find("title").text.partition(":")[0]: (one.get("class"), float(one.find("path").get("stroke-width")))
        for one in groups
    }


def nodes(picture):
    groups = [one for one in parsed(picture.svg).iter("g") if one.get("class") == "node"]
    return [one.find("text").text for one in groups]


def test_arrows_are_as_wide_as_their_links_and_tell_what_has_a_plan_b():
    found = arrows(network([waits("Shop", "Payments", 8, 3), waits("Payments", "Platform", 2, 2)]))

    assert found["Shop waits on Payments"] == ("arrow hangs", WIDEST)
    kind, width = found["Payments waits on Platform"]
    assert kind == "arrow covered"
    assert width == pytest.approx(THINNEST + (WIDEST - THINNEST) / 4, abs=0.1)


def test_of_teams_that_all_wait_on_all_only_the_widest_arrows_are_drawn():
    every = all_on_all(10)

    found = network(every)

    assert len(arrows(found)) == ON_A_RING * 10
    assert found.hidden == len(every) - ON_A_RING * 10
    assert min(int(title.split()[1]) for title in arrows(found)) == 7


def test_of_many_teams_the_busiest_are_drawn_and_the_others_counted():
    found = network(all_on_all(9), most=3)

    assert (len(nodes(found)), found.left_out) == (3, 6)


@pytest.mark.parametrize("count", [2, 5, 9])
def test_everything_is_within_the_picture(count):
    root = parsed(network(all_on_all(count)).svg)
    left, top, width, height = map(float, root.get("viewBox").split())

    for rect in root.iter("rect"):
        x, y = float(rect.get("x")), float(rect.get("y"))
        assert left <= x <= x + float(rect.get("width")) <= left + width
        assert top <= y <= y + float(rect.get("height")) <= top + height
    for head in root.iter("polygon"):
        for corner in head.get("points").split():
            x, y = map(float, corner.split(","))
            assert left <= x <= left + width
            assert top <= y <= top + height


def test_the_same_waits_make_the_same_picture():
    assert network(all_on_all(5)).svg == network(list(reversed(all_on_all(5)))).svg


def test_names_of_others_stay_text():
    found = network([waits(HOSTILE, "Payments")]).svg

    assert "<script" not in found
    assert "\u202e" not in found


def test_each_team_leads_somewhere_if_it_is_told_where():
    found = parsed(network([waits("Shop", "Payments", 2)], to=lambda team: f"/teams/{team.slug}").svg)

    assert [link.get("href") for link in found.iter("a")] == ["/teams/payments", "/teams/shop"]
    assert found.get("aria-hidden") == "true"
