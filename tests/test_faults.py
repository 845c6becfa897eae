"""The harm of ``make faults``, in small: what it prints is what it found."""

import subprocess
import sys

COMMAND = [
    sys.executable,
    "-m",
    "tests.faults",
    "--kills",
    "2",
    "--of",
    "judge",
    "speak",
    "--restarts",
    "1",
    "--schedules",
    "0",
]


def test_killed_workers_and_a_restarted_database_lose_and_double_nothing():
    ran = subprocess.run(COMMAND, check=False, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    head, *rows = ran.stdout.splitlines()
    assert head.split() == ["fault", "times", "seconds", "lost", "doubled", "end"]
    assert [row.split()[-5:] for row in rows] == [[row.split()[-5], "0", "0", "as", "undisturbed"] for row in rows]
    assert [row.partition(" ")[0] for row in rows] == ["SIGKILL:", "PostgreSQL"]
