"""What a check on a pull request says, and of which issues it may."""

import pytest

from connectors.checking import Conclusion
from rules.model import Ref
from service.speech.comments import Operator
from service.speech.pull_checks import Checking, ForIssue, keys_in
from service.store.verdicts import StoredFinding, StoredIssue, StoredLink

PULL = Ref("github/acme", "acme/web#9")
HERE, ELSEWHERE, JIRA = Ref("github/acme", "acme/web#1"), Ref("github/acme", "acme/vault#2"), Ref("jira/acme", "PAY-3")
TOGETHER = ("github:acme/*", "jira:PAY")


def stored(ref):
    return StoredIssue(ref.site, ref.text, f"https://tracker.example/{ref.text}", "A <b>secret</b> title @mia")


def finding(ref, blocker, code="DT101", name="missing-fallback"):
    links = (StoredLink(stored(ref), stored(blocker), ("native",)),)
    told = {"severity": "error", "speaks": True, "message": "it waits", "action": "", "fallback": None, "key": "key"}
    return StoredFinding(code=code, name=name, issue=stored(ref), links=links, **told)


def checked(*issues, groups=()):
    made = Checking(PULL, groups, Operator(public_url="https://detour.acme.example"))
    return made.check(issues, "head", "mark", begun=False)


def test_what_waits_without_a_plan_b_is_named_with_its_rule():
    check = checked(ForIssue(HERE, written=False, findings=[finding(HERE, Ref("github/acme", "acme/web#7"))]))

    assert (check.conclusion, check.title) == (Conclusion.NEUTRAL, "acme/web#1 waits without a plan B")
    assert "- `acme/web#1` waits on `acme/web#7` without a plan B (`missing-fallback`)" in check.summary
    assert check.url == "https://detour.acme.example/issues/github/acme/acme%2Fweb%231"


@pytest.mark.parametrize("code", ["DT102", "DT104", "DT106"])
def test_a_plan_b_that_does_not_stand_is_none(code):
    check = checked(ForIssue(HERE, written=False, findings=[finding(HERE, HERE, code, "a-rule")]))

    assert "with a plan B that does not stand (`a-rule`)" in check.summary


def test_other_findings_leave_a_check_green():
    check = checked(ForIssue(HERE, written=False, findings=[finding(HERE, HERE, "DT301", "need-not-stated")]))

    assert (check.conclusion, check.title) == (Conclusion.SUCCESS, "Nothing waits without a plan B")


def test_readers_of_a_pull_request_learn_of_no_other_project_what_it_does_not_say_itself():
    check = checked(ForIssue(ELSEWHERE, written=False, findings=[finding(ELSEWHERE, JIRA)]))
    told = f"{check.title} {check.summary} {check.url}"

    assert check.title == "An issue in another project waits without a plan B"
    assert not any(word in told for word in ("vault", "PAY", "secret", "mia"))


@pytest.mark.parametrize(("written", "groups"), [(True, ()), (False, (TOGETHER,))], ids=["by its title", "by a group"])
def test_an_issue_that_readers_know_of_is_named(written, groups):
    check = checked(ForIssue(JIRA, written=written, findings=[finding(JIRA, ELSEWHERE)]), groups=groups)

    assert check.title == "PAY-3 waits without a plan B"
    assert ("vault" in check.summary) is not written
    assert "title" not in check.summary


def test_several_are_counted():
    bare = [ForIssue(one, written=True, findings=[finding(one, one)]) for one in (HERE, JIRA)]

    assert checked(*bare, ForIssue(ELSEWHERE, written=False, findings=[])).title == "2 issues wait without a plan B"


def test_keys_are_found_in_branches_and_titles():
    assert keys_in("feature/pay-311-checkout", "WEB-2, utf-8 and [OPS-0] fix", "PAY-311") == [
        "PAY-311",
        "WEB-2",
        "UTF-8",
    ]
