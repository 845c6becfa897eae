"""The yardstick of ``ingest``: raw ASGI, HMAC, and one writer that commits whatever has queued up. Nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import queue
import sqlite3
import sys
import threading

import psycopg
import uvicorn

SECRET = os.environ.get("SECRET", "").encode()
TABLE = (
    "CREATE TABLE delivery (id {key}, site TEXT, vendor_id TEXT, digest TEXT, body {bytes}, UNIQUE (vendor_id, digest))"
)


class Sqlite:
    """SQLite in WAL mode, synchronous=FULL."""

    def __init__(self, url):
        self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute(TABLE.format(key="INTEGER PRIMARY KEY", bytes="BLOB"))

    def keep(self, rows):
        self.connection.execute("BEGIN IMMEDIATE")
        statement = "INSERT INTO delivery (site, vendor_id, digest, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        self.connection.executemany(statement, rows)
        self.connection.execute("COMMIT")


class Postgres:
    """PostgreSQL with its own defaults."""

    def __init__(self, url):
        self.connection = psycopg.connect(url, autocommit=False)
        key = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        self.connection.execute(TABLE.format(key=key, bytes="bytea"))
        self.connection.commit()

    def keep(self, rows):
        with self.connection.cursor() as cursor:
            statement = (
                "INSERT INTO delivery (site, vendor_id, digest, body) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
            )
            cursor.executemany(statement, rows)
        self.connection.commit()


class Application:
    """Reads, verifies, waits for the commit, answers."""

    def __init__(self, store):
        self.store, self.waiting = store, queue.SimpleQueue()
        threading.Thread(target=self.write, daemon=True).start()

    def write(self):
        while True:
            batch = [self.waiting.get()]
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            self.store.keep([row for row, _, _ in batch])
            loop = batch[0][1]
            loop.call_soon_threadsafe(self.answer, [kept for _, _, kept in batch])

    @staticmethod
    def answer(futures):
        for future in futures:
            future.set_result(None)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            return await self.live(receive, send)
        status = 200 if scope["path"] == "/readyz" else await self.keep(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        return await send({"type": "http.response.body", "body": b""})

    async def keep(self, scope, receive):
        chunks, more = [], True
        while more:
            message = await receive()
            chunks.append(message.get("body", b""))
            more = message.get("more_body", False)
        body, headers = b"".join(chunks), dict(scope["headers"])
        wanted = b"sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest().encode()
        if not hmac.compare_digest(wanted, headers[b"x-hub-signature-256"]):
            return 401
        row = ("acme", headers[b"x-github-delivery"].decode(), hashlib.sha256(body).hexdigest(), body)
        loop = asyncio.get_running_loop()
        kept = loop.create_future()
        self.waiting.put((row, loop, kept))
        await kept
        return 200

    @staticmethod
    async def live(receive, send):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def serve(url, port):
    store = Sqlite(url) if url.startswith("sqlite") else Postgres(url)
    uvicorn.run(Application(store), port=int(port), log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    serve(*sys.argv[1:])
