"""The surroundings of an issue as a picture."""

from service.evidence.surroundings import surroundings_of
from service.pages.rendering import page_of
from service.pictures.surroundings import surroundings
from tests.drawing import ref
from tests.service.overview.drawn import planned, reported
from tests.service.pictures.teams import HOSTILE, parsed


def drawn(drawing, text="SHOP-1"):
    audit = reported(drawing).audit
    return surroundings(surroundings_of(audit.graph, audit.assembled.register.find(ref(text))), page_of)


def arrows(picture):
    groups = (one for one in parsed(picture.svg).iter("g") if "arrow" in one.get("class"))
    return {one.find("title").text: one.get("class").removeprefix("arrow ") for one in groups}


def test_waits_and_fallbacks_are_told_apart():
    drawing = planned("SHOP-1", "APP-1").open("PAY-1", "SHOP-9", "SHOP-2").waits("APP-1", "SHOP-1")
    drawing.waits("SHOP-1", "PAY-1", "SHOP-2").fallback("SHOP-1", "SHOP-9", against="PAY-1")

    found = arrows(drawn(drawing))

    assert found == {
        "APP-1 waits on, with no fallback that stands, SHOP-1": "hangs",
        "SHOP-1 waits on, with a fallback that stands, PAY-1": "covered",
        "SHOP-1 waits on, in its own team, SHOP-2": "own",
        "SHOP-1 has the fallback SHOP-9": "fallback",
    }


def test_each_other_issue_leads_to_its_page():
    picture = drawn(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))

    assert [one.get("href") for one in parsed(picture.svg).iter("a")] == ["/issues/jira/acme/PAY-1"]


def test_for_what_there_is_no_room_it_is_counted():
    blockers = [f"PAY-{number}" for number in range(1, 31)]

    assert drawn(planned("SHOP-1").open(*blockers).waits("SHOP-1", *blockers)).left_out == 22


def test_names_that_mean_harm_are_text():
    picture = drawn(planned("SHOP-1").issue("PAY-1", title=HOSTILE).waits("SHOP-1", "PAY-1"))

    assert parsed(picture.svg) is not None
    assert "<script" not in picture.svg
