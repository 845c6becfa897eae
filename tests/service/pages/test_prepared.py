import json
import subprocess
import sys

from service.pages.rendering import FOLDER

A_PROCESS = """
import json, sys, service.app
from jinja2 import Environment
from service.pages.prepared import LATER, prepare

compiled, compiling = [], Environment.compile
Environment.compile = lambda self, source, name, *rest: compiled.append(name) or compiling(self, source, name, *rest)
loaded = [name in sys.modules for name in LATER]
prepare()
first, compiled[:] = sorted(compiled), []
prepare()
json.dump([loaded, first, compiled, [name in sys.modules for name in LATER]], sys.stdout)
"""


def test_what_the_first_page_would_wait_for_is_done_once_after_a_service_has_started():
    ran = subprocess.run([sys.executable, "-c", A_PROCESS], capture_output=True, text=True, check=True)

    loaded, first, again, later = json.loads(ran.stdout)
    assert set(first) == {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html")}
    assert again == []
    assert (set(loaded), set(later)) == ({False}, {True})
