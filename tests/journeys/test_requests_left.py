"""What a tracker says is left of its limits is shown while Detour asks it."""

import httpx

from tests.journeys.living import only
from tests.journeys.organisation import Organisation

pytestmark = only("github")


def left_on(live):
    return httpx.get(f"{live.address}/api/v1/settings").json()["left"]


def test_whoever_looks_at_the_settings_sees_what_is_left(tracker, live):
    Organisation(tracker).links()
    live.settled()

    live.until(lambda: left_on(live))

    left = left_on(live)
    assert {one["site"] for one in left} == {tracker.site}
    assert all(0 < one["remaining"] < one["most"] for one in left)
    assert "Requests left" in httpx.get(f"{live.address}/settings").text
