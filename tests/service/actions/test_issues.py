"""What people do about an issue counts like a command, is logged, and can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.statements import Fallback, Source, Waiver
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.store import deeds
from service.store.connection import reading
from service.store.page_statements import stated_on
from service.store.work import Lane, waiting
from service.stored import all_kept, rows_named
from tests.drawing import ref
from tests.service.dashboards import ADMIN, HOSTILE, OPERATOR, VIEWER, Dashboard
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know

SHOP = "/issues/jira/acme/SHOP-1"
NOW = datetime.now(UTC)
SOON = (NOW + timedelta(days=20)).date().isoformat()


@pytest.fixture
def pages(store):
    know(store, planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1"))
    return Dashboard(store, OPERATOR, **CONFIGURED)


def found(store, text="SHOP-1"):
    """The codes of what is found on an issue by now."""
    audit = all_kept(store, Decisions(Settings(**CONFIGURED)), datetime.now(UTC))
    return {one.code for one in audit.findings if one.issue.ref == ref(text)}


def stated(store):
    with reading(store) as connection:
        [row] = rows_named(connection, "SHOP-1")
        return stated_on(connection, row)


def logged(store):
    with reading(store) as connection:
        return deeds.latest(connection)


def test_a_fallback_that_is_declared_stands_like_any_other(store, pages):
    assert "DT101" in found(store)

    answer = pages.post(f"{SHOP}/fallback", ticket="SHOP-9", blocker="PAY-1", kind="hack", build="3", keep="0.5")

    assert answer.headers["location"] == f"{SHOP}?done=declared"
    [one] = stated(store)
    assert isinstance(one.statement, Fallback)
    assert (one.statement.said.source, one.statement.cost.build, one.statement.cost.keep) == (Source.PAGE, 3, 0.5)
    assert "DT101" not in found(store)
    page = pages.get(SHOP).text
    assert '<b class="good">It stands</b>' in page
    assert "Detour&#39;s page of SHOP-1" in page


def test_a_risk_that_is_accepted_is_signed_and_silences_until_its_day(store, pages):
    answer = pages.post(f"{SHOP}/waive", blocker="PAY-1", until=SOON, because="the launch does not need it")

    assert answer.headers["location"] == f"{SHOP}?done=accepted"
    [one] = stated(store)
    assert isinstance(one.statement, Waiver)
    assert (one.statement.author, one.statement.until.isoformat()) == ("openid:ada", SOON)
    assert "DT101" not in found(store)
    assert "the launch does not need it" in pages.get(SHOP).text


def test_a_role_suffices_even_where_the_team_names_its_members(store, pages):
    teams = {**CONFIGURED["teams"], "shop": {**CONFIGURED["teams"]["shop"], "members": ["jira:somebody"]}}
    pages.post(f"{SHOP}/waive", blocker="PAY-1", until=SOON, because="accepted")

    audit = all_kept(store, Decisions(Settings(**(CONFIGURED | {"teams": teams}))), datetime.now(UTC))

    assert not [one for one in audit.findings if one.code == "DT101" and one.issue.ref == ref("SHOP-1")]


def test_what_was_stated_is_taken_back_and_it_is_as_before(store, pages):
    pages.post(f"{SHOP}/waive", blocker="PAY-1", until=SOON, because="accepted")
    pages.post(f"{SHOP}/fallback", ticket="SHOP-9", blocker="PAY-1")
    risk, fallback = stated(store)

    pages.post(f"{SHOP}/withdraw", statement=str(fallback.id))

    assert stated(store) == [risk]
    pages.post(f"{SHOP}/withdraw", statement=str(risk.id))
    assert "DT101" in found(store)
    assert pages.post(f"{SHOP}/withdraw", statement=str(risk.id)).status_code == 404


def test_a_reading_of_the_tracker_takes_nothing_back(store, pages):
    pages.post(f"{SHOP}/fallback", ticket="SHOP-9", blocker="PAY-1")

    know(store, planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1"))

    assert len(stated(store)) == 1
    assert "DT101" not in found(store)


def test_the_same_again_takes_the_place_of_the_former(store, pages):
    for reason in ("first", "second"):
        pages.post(f"{SHOP}/waive", blocker="PAY-1", until=SOON, because=reason)

    assert [one.statement.because for one in stated(store)] == ["second"]


def test_a_recheck_has_it_judged_anew_where_it_cannot_be_read(store, pages):
    pages.post(f"{SHOP}/recheck")

    with reading(store) as connection:
        [row] = rows_named(connection, "SHOP-1")
        assert waiting(connection, Lane.JUDGE, [row]) == {row}


def test_each_is_logged_with_what_was_and_what_is(store, pages):
    pages.post(f"{SHOP}/fallback", ticket="SHOP-9", blocker="PAY-1", kind="hack")
    pages.post(f"{SHOP}/withdraw", statement=str(stated(store)[0].id))
    pages.post(f"{SHOP}/recheck")

    recheck, withdrawn, declared = logged(store)
    assert {one.who for one in logged(store)} == {"openid:ada"}
    assert {one.about for one in logged(store)} == {"jira/acme SHOP-1"}
    assert (declared.what, declared.after["ticket"]) == ("declared a fallback", "SHOP-9")
    assert withdrawn.before.startswith("SHOP-1 has the fallback SHOP-9 for PAY-1")
    assert recheck.what == "asked for a recheck"


@pytest.mark.parametrize(
    ("verb", "form", "words"),
    [
        ("waive", {"blocker": "PAY-1", "until": SOON}, "a reason is missing"),
        ("waive", {"blocker": "PAY-1", "until": "2031-01-01", "because": "x"}, "would"),
        ("waive", {"blocker": "PAY-1", "until": "2020-01-01", "because": "x"}, "has passed"),
        ("waive", {"blocker": "PAY-1 SHOP-9", "until": SOON, "because": "x"}, "is one word"),
        ("waive", {"blocker": "PAY-1", "until": SOON, "because": "x" * 3000}, "too long"),
        ("waive", {"blocker": "PAY-1", "until": SOON, "because": "a\0b"}, "NUL"),
        ("fallback", {"ticket": ""}, "missing"),
        ("fallback", {"ticket": "nonsense"}, "not understood"),
        ("fallback", {"ticket": "SHOP-9,SHOP-8"}, "Name one issue"),
        ("fallback", {"ticket": "SHOP-9", "kind": "miracle"}, "kind is one of"),
        ("fallback", {"ticket": "SHOP-9", "build": "soon"}, "working days"),
        ("withdraw", {"statement": "9" * 40}, "does not stand any more"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_could(store, pages, verb, form, words):
    answer = pages.post(f"{SHOP}/{verb}", **form)

    assert answer.status_code in {400, 404}
    assert words in answer.text
    assert (stated(store), logged(store)) == ([], [])


def test_who_may_only_look_does_nothing_and_sees_no_form(store, pages):
    mia = Dashboard(store, VIEWER, **CONFIGURED)

    for verb in ("waive", "fallback", "withdraw", "recheck"):
        assert mia.post(f"{SHOP}/{verb}", ticket="SHOP-9").status_code == 403
    assert "What you can do" not in mia.get(SHOP).text
    assert "What you can do" in pages.get(SHOP).text


@pytest.mark.usefixtures("pages")
def test_nobody_acts_on_or_names_what_they_may_not_see(store):
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]
    ada = Dashboard(store, OPERATOR, **CONFIGURED, visibility=groups)

    assert ada.post("/issues/jira/acme/PAY-1/recheck").status_code == 404
    assert ada.post(f"{SHOP}/fallback", ticket="PAY-1").status_code == 400
    assert stated(store) == []


def test_words_of_others_are_text_on_the_page_and_in_the_log(store, pages):
    pages.post(f"{SHOP}/waive", blocker="PAY-1", until=SOON, because=HOSTILE[:400])

    for page in (pages.get(SHOP), Dashboard(store, ADMIN, **CONFIGURED).get("/deeds")):
        assert "<script>alert" not in page.text
        assert "alert(1)" in page.text
