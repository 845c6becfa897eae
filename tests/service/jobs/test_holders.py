import os
import socket
import subprocess
import sys

import pytest

from service.jobs.holders import is_dead, this_process

HOST = socket.gethostname()


def ended():
    """The number of a process that runs no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_no_two_processes_are_one_holder_even_with_the_same_number():
    assert this_process() != this_process()
    assert this_process().startswith(f"{HOST}:{os.getpid()}:")


def test_a_process_of_this_host_that_runs_is_alive():
    assert not is_dead(f"{HOST}:{os.getppid()}:mark")


def test_a_process_of_this_host_that_ended_is_dead():
    assert is_dead(f"{HOST}:{ended()}:mark")


def test_a_holder_with_our_own_number_was_there_before_us():
    assert is_dead(f"{HOST}:{os.getpid()}:mark")


def test_of_processes_of_other_hosts_nothing_is_known():
    for number in (os.getpid(), 2**31 - 1):
        assert not is_dead(f"elsewhere.example:{number}:mark")


@pytest.mark.parametrize(
    "holder", ["", "nonsense", f"{HOST}:x:mark", f"{HOST}:-1:mark", f"{HOST}:{10**30}:mark", "a:b"]
)
def test_what_is_no_holder_is_not_declared_dead(holder):
    assert not is_dead(holder)


def test_a_process_that_we_may_not_signal_is_alive(monkeypatch):
    def refuse(_number, _signal):
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)

    assert not is_dead(f"{HOST}:1:mark")
