"""Values: frozen for the type checker, and compared by what they hold."""

from mypy import api

from rules.model import Ref
from rules.statements import Duplicate, Said, Source, Wait

PAY, SHOP = Ref("jira/acme", "PAY-1"), Ref("jira/acme", "SHOP-2")
SAID = Said(Source.NATIVE, PAY)
CHANGES = "from rules.model import Ref\nRef('jira/acme', 'PAY-1').text = 'PAY-2'"


def test_the_type_checker_lets_nobody_change_a_value(tmp_path):
    told, _, status = api.run(["--config-file=", f"--cache-dir={tmp_path}", "-c", CHANGES])

    assert (status, "<string>:2: error" in told, "read-only" in told) == (1, True, True)


def test_equal_values_are_one_in_a_set():
    assert {Wait(PAY, SHOP, SAID), Wait(Ref("jira/acme", "PAY-1"), SHOP, SAID)} == {Wait(PAY, SHOP, SAID)}


def test_values_of_two_kinds_differ_whatever_they_hold():
    assert Wait(PAY, SHOP, SAID) != Duplicate(PAY, SHOP, SAID)
