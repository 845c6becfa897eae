"""Whatever is broken in a service is named, each fault by a line of its own, with what to do about it."""

import json

import pytest

from tests.service.doctor.clinic import CANARY, clinic
from tests.service.doctor.faults import FAULTS


@pytest.fixture
def patient(tmp_path, migrated_file):
    with clinic(tmp_path, migrated_file) as found:
        yield found


@pytest.fixture
def told(detour, patient):
    """What the doctor says of the patient: the exit status, and each line by its level and place."""

    def tell():
        status, out, err = detour("doctor", "--config", patient.written(), "--format", "json")
        assert err == ""
        return status, json.loads(out)["checks"], out

    return tell


def place(line):
    return f"{line['kind']} {line['about']}".rstrip()


def test_where_all_is_well_nothing_is_wrong(told):
    status, lines, _ = told()

    assert [line for line in lines if line["level"] == "wrong"] == []
    assert status == 0


def test_there_are_twenty_planted_faults_at_least():
    assert len(FAULTS) >= 20
    assert len({(one.where.split()[0]) for one in FAULTS}) >= 11


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.plant.__name__)
def test_a_fault_is_named_with_its_fix(patient, told, fault):
    fault.plant(patient)

    status, lines, out = told()

    named = [line for line in lines if place(line) == fault.where and fault.message in line["message"]]
    assert [(line["level"], fault.fix in line["fix"]) for line in named] == [(fault.level, True)], lines
    assert status == (1 if any(line["level"] == "wrong" for line in lines) else 0)
    assert [secret for secret in secrets(patient) if secret in out] == []


def secrets(patient):
    """Whatever nobody is to read."""
    tables = (*patient.tables["github"], *patient.tables["jira"])
    return [CANARY, *(one[key] for one in tables for key in ("token", "private_key") if key in one)]
