"""Threads that use a kind of document for the first time at once: a process that decodes with half of a type dies."""

import subprocess
import sys

TOGETHER = """
import sys, threading
import msgspec
from connectors.decoding import decode
from connectors.jira.documents import decoder

sys.setswitchinterval(1e-6)

def document():
    part = msgspec.defstruct("Part", [("a", int | None, None), ("b", list[int | None] | None, None)])
    return msgspec.defstruct("Whole", [("x", part), ("y", list[part | None] | None, None)])

def first_use(kind, number):
    together.wait()
    decode(b'{"x": {"a": 1, "b": [1]}, "y": [{"a": 1}]}', kind)
    decoder((f"customfield_{number}",)).decode(b'{"key": "WEB-1", "fields": {"issuelinks": [{"id": "1"}]}}')

together = threading.Barrier(4)
for number in range(100):
    threads = [threading.Thread(target=first_use, args=(kind, number)) for kind in [document()] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("lived")
"""


def test_threads_that_use_a_kind_for_the_first_time_at_once_all_live():
    ended = subprocess.run([sys.executable, "-c", TOGETHER], capture_output=True, text=True, timeout=120, check=False)

    assert (ended.stdout, ended.returncode) == ("lived\n", 0), ended.stderr
