"""What only a Jira has: moves to another project, service projects, roles, link types of its own, links out of it."""

import pytest

from connectors.simulator.jira import failures
from tests.journeys.living import configuration, only, serving
from tests.journeys.organisation import Organisation
from tests.journeys.trackers import SECRET

pytestmark = only("cloud", "datacenter")


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def test_an_issue_that_moves_to_another_project_keeps_its_comment_and_is_no_news(live, acme):
    acme.links()
    live.settled()
    [before] = acme.ours()

    acme.mia.transfers(acme.waiting, "OPS")
    live.settled()
    acme.mia.unblocks(acme.waiting, by=acme.blocker)
    live.settled()

    [after] = acme.ours()
    assert acme.waiting.ref == "OPS-1"
    assert (after.id, acme.notified()) == (before.id, 1)
    assert acme.comment() == "Settled: this waits on no other team now."


def test_a_blocker_that_moves_is_named_by_its_new_key(live, acme):
    acme.links()
    live.settled()

    acme.mia.transfers(acme.blocker, "OPS")
    live.settled()

    assert acme.comment().startswith("This waits on OPS-1")
    assert len(acme.ours()) == 1


def test_what_is_written_with_an_old_key_means_the_issue_where_it_is_now(live, acme):
    acme.mia.transfers(acme.blocker, "OPS")
    acme.mia.edits(acme.waiting, body="Blocked by: PAY-1")
    live.settled()

    assert acme.comment().startswith("This waits on OPS-1")


def test_in_a_service_project_customers_see_nothing_of_it(hub, live, acme):
    hub.project("DESK", service_desk=True)
    request = acme.plans("DESK", "Refund of order 12")
    acme.mia.blocks(request, by=acme.blocker)
    live.settled()

    [ours] = acme.ours(request)
    assert ours.internal
    assert "PAY-1" in ours.text


def test_a_comment_that_moves_into_a_service_project_is_taken_back_before_customers_read_news(hub, live, acme):
    hub.project("DESK", service_desk=True)
    acme.links()
    live.settled()

    acme.mia.transfers(acme.waiting, "DESK")
    live.settled()
    acme.mia.closes(acme.blocker, "not_planned")
    live.settled()

    [ours] = acme.ours()
    assert ours.internal
    assert "PAY-1" in ours.text


def test_what_only_a_role_may_read_states_nothing(live, acme):
    acme.mia.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}", role="Administrators")
    live.settled()

    assert acme.ours() == []


def test_a_role_that_may_not_edit_the_issue_states_nothing(live, acme):
    acme.stranger.comments(acme.waiting, f"/detour fallback {acme.blocker.ref}")
    acme.links()
    live.settled()

    assert "no plan B" in acme.comment()


def test_where_we_may_not_ask_who_may_edit_nobodys_comment_counts_and_links_still_do(hub, live, acme):
    hub.project("WEB").roles[hub.bot.login] = "write"
    acme.mia.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}")
    live.settled()
    before = acme.ours()
    acme.links()
    live.settled()

    assert before == []
    assert "no plan B" in acme.comment()


DEPENDS = {
    "by its phrases": ("", "waiting"),
    "configured outward": ('blocking = [{ type = "Depends", waits = "outward" }]', "waiting"),
    "configured inward": ('blocking = [{ type = "Depends", waits = "inward" }]', "blocker"),
    "configured to mean nothing": ('blocking = [{ type = "Depends", waits = "neither" }]', ""),
}


@pytest.mark.parametrize("setting", DEPENDS)
def test_which_side_of_a_link_waits_is_as_its_phrases_or_the_configuration_say(tracker, store, tmp_path, setting):
    blocking, waits = DEPENDS[setting]
    tracker.more = blocking
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        for issue in (acme.blocker, acme.waiting):
            acme.mia.starts(issue)
        acme.mia.links(acme.waiting, acme.blocker, "Depends")  # "depends on", the outward phrase
        live.settled()

    said = {name: bool(acme.ours(issue)) for name, issue in (("waiting", acme.waiting), ("blocker", acme.blocker))}
    assert said == {"waiting": waits == "waiting", "blocker": waits == "blocker"}


def remote_reads(hub):
    return sum(asked.path.endswith("/remotelink") for asked in hub.requests)


def test_links_out_of_jira_are_read_again_only_when_their_issue_moved(hub, live, acme):
    before = remote_reads(hub)
    hub.redeliver(*hub.deliveries, times=5)
    live.settled()
    unmoved = remote_reads(hub)
    with hub.webhooks_held() as held:
        acme.stranger.comments(acme.blocker, "Any news?")
        del held[1:]  # Data Center tells of a comment twice, and what is told during a reading is read once more
    live.settled()

    assert unmoved == before
    assert remote_reads(hub) == before + 1


def test_links_out_of_jira_that_could_not_be_read_are_read_later(hub, live, acme):
    hub.fails(failures.server_error(500), "GET", "*/remotelink", times=2)
    before = remote_reads(hub)
    acme.mia.labels(acme.blocker, "urgent")
    live.settled()

    assert remote_reads(hub) == before + 3


def test_a_data_center_that_cannot_sign_proves_itself_by_its_address_and_is_read(hub, tracker, store, tmp_path, capfd):
    tracker.more = 'path_token = "canary-in-the-address"'
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        hub.webhook_to(f"{live.address}/webhooks/jira/acme/canary-in-the-address", "")
        hub.webhook_to(f"{live.address}/webhooks/jira/acme/another", "")
        acme = Organisation(tracker)
        acme.links()
        live.settled()

    answers = {one.url.rpartition("/")[2]: set(one.answers) for one in hub.deliveries}
    printed = "".join(capfd.readouterr())
    assert "no plan B" in acme.comment()
    assert answers == {"canary-in-the-address": {200}, "another": {401}}
    assert "canary-in-the-address" not in printed
    assert hub.bot_token not in printed


def test_a_token_that_ran_out_concludes_nothing(hub, live, acme, monkeypatch):
    monkeypatch.setattr("service.jobs.lane.FIRST_PAUSE", 0.1)
    acme.links()
    live.settled()
    said = acme.comment()

    before = len(hub.requests)
    hub.fails(failures.unauthorized(), times=4)
    acme.mia.closes(acme.blocker)
    live.until(lambda: len(hub.requests) >= before + 4, seconds=60)
    while_locked_out = acme.comment()
    live.settled(90)

    assert while_locked_out == said
    assert acme.comment() == "Settled: PAY-1 is done."


def test_an_epic_and_its_parts_are_no_waits(live, acme):
    epic = acme.mia.opens("PAY", "The whole shop", kind="Epic")
    acme.mia.adds_part(epic, acme.waiting)
    acme.mia.blocks(epic, by=acme.waiting)
    live.settled()

    assert acme.ours() == []
    assert live.verdict(epic.ref).findings == ()


def test_the_store_tells_why_of_an_issue_in_jira_too(tracker, live, acme, store_url, tmp_path, detour):
    acme.links()
    live.settled()

    path = tmp_path / "asked.toml"
    path.write_text(configuration(tracker, more=f'[store]\nurl = "{store_url}"\n'))
    status, printed, _ = detour("why", acme.waiting.ref, "--config", path)

    assert status == 0
    assert "link type Blocks" in printed
    assert "its comment stands (" in printed
    assert SECRET not in printed
