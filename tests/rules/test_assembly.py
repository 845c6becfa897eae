from dataclasses import replace
from datetime import UTC, datetime

from rules.assembly import assemble
from rules.model import Facts, Glimpse, Issue, Ref, State
from rules.policy import Policy
from rules.statements import FallbackKind, Said, Source, Wait
from tests.drawing import Drawing, ref


def issue(key, vendor_id, **fields):
    return Issue(ref=ref(key), vendor_id=vendor_id, title=key, url="", state=fields.pop("state", State.OPEN), **fields)


def wait(blocked, blocker, source=Source.NATIVE, words=""):
    return Wait(ref(blocked), ref(blocker), Said(source, ref(blocked), words))


def links(assembled):
    names, waits = assembled.columns.names, assembled.columns.waits
    return [(names.ref(a).text, names.ref(b).text) for a, b in zip(waits.blocked, waits.blocker, strict=True)]


def test_a_moved_issue_is_found_by_its_identity_under_the_old_key():
    glimpse = Glimpse(ref=ref("OLD-1"), vendor_id="7", state=State.OPEN)
    facts = [
        Facts(issue=issue("SHOP-1", "1"), statements=(wait("SHOP-1", "OLD-1"),), glimpses=(glimpse,)),
        Facts(issue=issue("NEW-1", "7", state=State.DONE)),
    ]

    assembled = assemble(facts, Policy())

    assert links(assembled) == [("SHOP-1", "NEW-1")]
    assert len(assembled.columns) == 2


def test_one_link_with_many_sources_is_one_link():
    statements = (
        wait("SHOP-1", "PAY-1"),
        wait("SHOP-1", "PAY-1", Source.LINK_TYPE, "Blocks"),
        wait("SHOP-1", "pay-1", Source.DESCRIPTION, "Blocked by pay-1"),
    )
    facts = [Facts(issue=issue("SHOP-1", "1"), statements=statements), Facts(issue=issue("PAY-1", "2"))]

    assembled = assemble(facts, Policy())

    assert links(assembled) == [("SHOP-1", "PAY-1")]
    said = [str(one) for one in assembled.columns.names.sources(0)]
    assert said == ["native of SHOP-1", "link type Blocks", "description of SHOP-1"]


def test_an_issue_that_was_read_twice_counts_as_it_was_last_changed():
    older, newer = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2))
    facts = [
        Facts(issue=issue("SHOP-1", "1", state=State.DONE, moved=newer)),
        Facts(issue=issue("SHOP-1", "1", state=State.OPEN, moved=older)),
    ]

    assembled = assemble(facts, Policy())

    assert assembled.columns.issues.state.tolist() == [State.DONE]


def test_text_that_looks_like_a_key_of_no_project_is_no_issue():
    statements = (wait("SHOP-1", "UTF-8", Source.DESCRIPTION), wait("SHOP-1", "SHOP-9", Source.DESCRIPTION))
    facts = [Facts(issue=issue("SHOP-1", "1"), statements=statements)]

    assembled = assemble(facts, Policy())

    assert links(assembled) == [("SHOP-1", "SHOP-9")]
    assert assembled.unresolved == ((ref("SHOP-1"), "UTF-8: no such project is known"),)


def test_a_configured_project_is_known_though_nothing_of_it_was_read():
    facts = [Facts(issue=issue("SHOP-1", "1"), statements=(wait("SHOP-1", "PAY-9", Source.DESCRIPTION),))]

    assembled = assemble(facts, Policy(), known=lambda ref: ref.container == "PAY")

    assert links(assembled) == [("SHOP-1", "PAY-9")]


def test_issues_out_of_scope_get_no_findings_but_are_seen():
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", planned=True).waits("SHOP-1", "PAY-1")

    columns = assemble(drawing.facts.values(), Policy(), in_scope=lambda ref: ref.container != "SHOP").columns

    assert columns.issues.read.tolist() == [False, True]
    assert len(columns.waits.blocked) == 1


def test_parents_in_a_ring_tell_no_hierarchy():
    drawing = Drawing().open("A-1", "A-2", "A-3", "B-1").part("A-1", "A-2").part("A-2", "A-1").part("A-3", "A-1")
    drawing.waits("A-1", "B-1")

    columns = drawing.assembled().columns

    assert columns.issues.parent.tolist() == [-1, -1, 0, -1]


def test_two_sites_may_have_a_project_of_the_same_name():
    other = Issue(ref=Ref("jira/other", "SHOP-1"), vendor_id="1", title="", url="", state=State.OPEN)
    statement = Wait(ref("SHOP-1"), other.ref, Said(Source.NATIVE, ref("SHOP-1")))
    facts = [Facts(issue=issue("SHOP-1", "1"), statements=(statement,)), Facts(issue=other)]

    columns = assemble(facts, Policy()).columns

    assert len(columns) == 2
    assert columns.issues.team[0] != columns.issues.team[1]


def test_a_fallback_that_is_declared_twice_keeps_the_kind_that_says_more():
    drawing = Drawing().open("SHOP-1", "SHOP-2")
    drawing.fallback("SHOP-1", "SHOP-2").fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK)

    assert drawing.assembled().columns.declarations.kind.tolist() == [FallbackKind.HACK]


def test_what_is_unresolved_on_an_issue_is_told_with_the_issue():
    facts = Facts(issue=issue("SHOP-1", "1"), unresolved=("#7: name the repository too",))

    assembled = assemble([replace(facts)], Policy())

    assert assembled.unresolved == ((ref("SHOP-1"), "#7: name the repository too"),)


def test_a_wait_on_a_duplicate_of_oneself_is_none_and_a_wait_on_oneself_stays():
    drawing = Drawing().open("SHOP-1").issue("PAY-1", State.DROPPED, closed_as_duplicate=True)
    drawing.waits("SHOP-1", "PAY-1").duplicate("PAY-1", "SHOP-1")

    assert links(drawing.assembled()) == []
    assert links(drawing.waits("SHOP-1", "SHOP-1").assembled()) == [("SHOP-1", "SHOP-1")]


def test_what_links_tell_of_an_issue_counts_as_it_was_told_last_in_any_order():
    def telling(key, day, state):
        glimpse = Glimpse(ref=ref("PAY-1"), vendor_id="9", state=state)
        moved = datetime(2026, 11, day, tzinfo=UTC)
        return Facts(issue=issue(key, key, moved=moved), statements=(wait(key, "PAY-1"),), glimpses=(glimpse,))

    facts = [telling("SHOP-1", 1, State.OPEN), telling("SHOP-2", 3, State.DONE), telling("SHOP-3", 4, None)]

    for order in (facts, facts[::-1]):
        assembled = assemble(order, Policy())
        row = assembled.register.find(ref("PAY-1"))
        assert assembled.columns.issues.state[row] == State.DONE
