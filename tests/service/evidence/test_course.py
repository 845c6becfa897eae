"""The course of an issue: what was read when, what was found and settled, what Detour wrote, what is still to come."""

from service.evidence.course import course_of
from service.speech.markers import Role
from service.store.connection import reading
from service.store.noise import Noise, Thread, note
from service.store.work import Lane, mark
from service.stored import rows_named
from tests.drawing import ref
from tests.service.dashboards import keep
from tests.service.overview.drawn import planned
from tests.service.pages.known import know


def test_all_of_it_is_told_the_newest_first(store):
    drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")
    know(store, drawing)
    keep(store, drawing, days_ago=2)
    with store.begin() as connection:
        [row] = rows_named(connection, "SHOP-1")
        note(connection, Thread(row, Role.VERDICT), Noise.COMMENT, 1, team="shop", at=4e9)
        mark(connection, Lane.READ, [row], 0.0)

    with reading(store) as connection:
        found = course_of(connection, row, ref("SHOP-1"))

    assert found.events[0].what == "Detour wrote a comment"
    assert "missing-fallback (DT101) was found" in [one.what for one in found.events[1:]]
    assert {one.what for one in found.readings} == {"the issue itself", "its links"}
    assert found.pending == ("it waits to be read",)
    assert found.judged is not None
