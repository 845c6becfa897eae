from dataclasses import replace

from connectors.scanning import OutOfReach
from rules.engine import Crash
from service.extent import Extent
from service.overview.caveats import caveats
from service.saved import Skipped
from tests.service.overview.drawn import planned, reported


def test_where_all_was_read_there_is_nothing_to_say():
    assert list(caveats(reported(planned("SHOP-1")).audit)) == []


def test_what_was_not_read_is_said_with_the_reason():
    extent = Extent(site="jira/acme", failed="401", out_of_reach=(OutOfReach("OPS", "403", "grant it"),))
    audit = replace(
        reported(planned("SHOP-1")).audit,
        extents=(extent,),
        crashes=(Crash("DT999", "odd", "ValueError"),),
        skipped=(Skipped("a.json, line 1", "it is no issue"),),
    )

    found = dict(caveats(audit))

    assert found["Could not be reached"] == ["jira/acme: OPS: 403; grant it"]
    assert found["How far each site was read"][0].startswith("jira/acme: not read to the end: 401")
    assert found["Rules that crashed"] == ["DT999 odd: ValueError"]
    assert found["Could not be read"] == ["a.json, line 1: it is no issue"]
