"""An engine for tests whose every transaction is a part of one, which leaves nothing behind."""

from contextlib import contextmanager


class OneTransaction:
    """What the service asks of an engine, on one connection: begun by the test, and rolled back by it."""

    def __init__(self, engine):
        self.dialect = engine.dialect
        self.connection = engine.connect()
        self._transaction = self.connection.begin()

    @contextmanager
    def begin(self):
        yield self.connection

    def connect(self):
        return self

    def execution_options(self, **_options):
        return self

    def __enter__(self):
        return self.connection

    def __exit__(self, *_):
        return None

    def forget(self):
        """Ends it; nothing of it is left."""
        self._transaction.rollback()
        self.connection.close()
