"""What a visibility group with viewers hides from others, wherever it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Ref
from service.access.sight import HIDDEN, Sight
from service.access.viewer import Role, Viewer
from service.settings import Settings
from service.settings.teams import VisibilityTable

SECRET = VisibilityTable(containers=("jira:SEC", "github:acme/vault-*"), viewers=("group:security", "token:scanner"))
PUBLIC = VisibilityTable(containers=("jira:PAY", "github:acme/web"))
SETTINGS = Settings(visibility=(SECRET, PUBLIC))
HIDDEN_REFS = ("SEC-1", "sec-27", "acme/vault-api#3", "ACME/Vault-web#12", "https://github.com/acme/vault-x/issues/5")
SHOWN_REFS = (
    "PAY-1",
    "SECURE-9",
    "MY_SEC-4",
    "acme/web#12",
    "acme/vault#1",
    "UTF-8",
    "https://github.com/acme/web/pull/7",
)


def viewer(*groups, role=Role.VIEWER):
    return Viewer("person", "Person", role, frozenset(groups))


OUTSIDER = Sight.of(viewer("group:engineering"), SETTINGS)


@pytest.mark.parametrize("ref", [Ref("jira/acme", "SEC-1"), Ref("github/acme", "acme/vault-api#3")])
def test_a_group_with_viewers_is_seen_by_these_and_by_admins_alone(ref):
    assert not OUTSIDER.sees(ref)
    for insider in (viewer("group:security"), viewer("token:scanner"), viewer(role=Role.ADMIN)):
        assert Sight.of(insider, SETTINGS).sees(ref)
    assert not Sight.of(viewer(role=Role.OPERATOR), SETTINGS).sees(ref)


@pytest.mark.parametrize("ref", [Ref("jira/acme", "PAY-1"), Ref("github/acme", "acme/web#12"), Ref("jira/acme", "X-1")])
def test_what_no_group_with_viewers_holds_is_seen_by_everybody(ref):
    assert OUTSIDER.sees(ref)


def test_what_two_groups_hold_is_seen_by_the_viewers_of_either():
    both = Settings(visibility=(SECRET, VisibilityTable(containers=("jira:SEC",), viewers=("group:audit",))))

    assert [Sight.of(viewer(group), both).sees(Ref("jira/acme", "SEC-1")) for group in ("group:audit", "group:x")] == [
        True,
        False,
    ]


def test_who_sees_everything_is_known_to():
    assert (OUTSIDER.sees_all, Sight.of(viewer(role=Role.ADMIN), SETTINGS).sees_all) == (False, True)
    assert Sight.of(viewer(), Settings()).sees_all


JOINTS = st.sampled_from([" ", ", ", ". ", " (", ") ", "`", "_", "**", "\n", ": ", " -> ", "«", "»", "/ ", '"', "|"])
REFS = st.sampled_from(HIDDEN_REFS + SHOWN_REFS)
SENTENCES = st.lists(st.tuples(JOINTS, REFS, JOINTS), max_size=6)


@given(SENTENCES)
def test_in_a_text_every_hidden_ref_is_masked_and_every_other_one_stands(parts):
    masked = OUTSIDER.masked("".join(f"{before}{ref}{after}" for before, ref, after in parts))

    assert masked == "".join(f"{before}{HIDDEN if ref in HIDDEN_REFS else ref}{after}" for before, ref, after in parts)


@given(st.text() | SENTENCES.map(lambda parts: "".join(map("".join, parts))))
def test_masking_twice_is_masking_once_and_admins_read_what_was_written(text):
    once = OUTSIDER.masked(text)

    assert OUTSIDER.masked(once) == once
    assert Sight.of(viewer(role=Role.ADMIN), SETTINGS).masked(text) == text


@given(st.from_regex(r"[A-Z][A-Z0-9_]{1,9}-[1-9][0-9]{0,5}", fullmatch=True))
def test_a_sentence_names_an_issue_exactly_where_its_page_would(key):
    assert (OUTSIDER.masked(f"waits on {key}, which is late") != f"waits on {HIDDEN}, which is late") == OUTSIDER.sees(
        Ref("jira/acme", key)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The rest hangs on PAY and SHOP.", "The rest hangs on a project that you may not see and SHOP."),
        ("acme/pay waits", "a project that you may not see waits"),
        ("acme/payroll and PAYROLL wait", "acme/payroll and PAYROLL wait"),
    ],
)
def test_a_project_that_stands_in_for_a_team_is_not_named(text, told):
    assert Sight(closed=("jira:PAY", "github:acme/pay")).masked(text) == told
