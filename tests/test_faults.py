"""The harm of ``make faults``, in small: what it prints is what it found."""

import runpy

import pytest

WORDS = ["--kills", "2", "--of", "judge", "speak", "--restarts", "1", "--schedules", "0"]


def test_killed_workers_and_a_restarted_database_lose_and_double_nothing(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tests.faults", *WORDS])

    with pytest.raises(SystemExit) as ended:  # in this process, which has imported everything
        runpy.run_module("tests.faults", run_name="__main__")

    printed = capsys.readouterr()
    assert ended.value.code == 0, printed
    head, *rows = printed.out.splitlines()
    assert head.split() == ["fault", "times", "seconds", "lost", "doubled", "end"]
    assert [row.split()[-5:] for row in rows] == [[row.split()[-5], "0", "0", "as", "undisturbed"] for row in rows]
    assert [row.partition(" ")[0] for row in rows] == ["SIGKILL:", "PostgreSQL"]
