"""``detour doctor``: what it prints, and what it returns."""

import json

import pytest

from tests.service.doctor.clinic import clinic

NOWHERE = '[store]\nurl = "sqlite:///{folder}/detour.db"\n'


@pytest.fixture
def nothing_connected(tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(NOWHERE.format(folder=tmp_path))
    return path


def test_a_line_has_its_fix_below_it_and_the_last_one_counts(detour, nothing_connected):
    status, out, err = detour("doctor", "--config", nothing_connected)

    lines = out.splitlines()
    assert lines[:2] == [
        "wrong  configuration: no tracker is connected",
        "       -> add [[github]] or [[jira]]: detour config init shows every key",
    ]
    assert lines[-1] == "2 ok, 1 note, 1 wrong"
    assert (status, err) == (1, "")


def test_json_has_the_same_lines(detour, nothing_connected):
    status, out, _ = detour("doctor", "--config", nothing_connected, "--format", "json")

    told = json.loads(out)
    assert told["counts"] == {"ok": 2, "note": 1, "wrong": 1}
    assert told["checks"][0] == {
        "level": "wrong",
        "kind": "configuration",
        "about": "",
        "message": "no tracker is connected",
        "fix": "add [[github]] or [[jira]]: detour config init shows every key",
    }
    assert status == 1


def test_where_nothing_is_wrong_it_returns_0_and_names_no_fix_for_what_is_well(detour, tmp_path, migrated_file):
    with clinic(tmp_path, migrated_file) as patient:
        status, out, _ = detour("doctor", "--config", patient.written())

    assert status == 0
    assert out.splitlines()[-1].endswith(" 0 wrong")
    below = [lines for lines in zip(out.splitlines(), out.splitlines()[1:], strict=False) if "->" in lines[1]]
    assert below
    assert all(first.startswith("note") for first, _ in below)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[serverr]\n", "did you mean server"),
        ('[store]\nurl = "mysql://x"\n', "sqlite:///"),
        (None, "there is no such file"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_named_with_its_fix(detour, tmp_path, text, reason):
    path = tmp_path / "detour.toml"
    if text is not None:
        path.write_text(text)

    status, out, err = detour("doctor", "--config", path)

    assert (status, out) == (2, "")
    assert reason in err


def test_without_a_configuration_it_asks_for_one(detour):
    assert detour("doctor")[0] == 2


def test_words_of_others_are_printed_harmlessly(detour, tmp_path, migrated_file):
    with clinic(tmp_path, migrated_file) as patient:
        field = patient.cloud.world.types["Relates"]
        patient.cloud.world.types["Relates"] = type(field)(field.id, "Re\x1b[31mlates", field.outward, field.inward)
        _, out, _ = detour("doctor", "--config", patient.written())

    assert "\x1b" not in out
    assert "lates" in out
