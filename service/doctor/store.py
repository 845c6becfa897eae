"""The store: that it can be reached and written to, has this Detour's schema, and room to grow."""

from __future__ import annotations

import asyncio
import shutil
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from service.doctor.lines import Check, note, ok, wrong
from service.store import diagnosis
from service.store.connection import exists, is_current, is_newer, reading, reason, revision
from service.store.deliveries import DeliveryState, count

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from service.doctor.lines import Line
    from service.doctor.patient import Patient

LITTLE_ROOM: Final = 1 << 30
"""Bytes that a disk should have free: an upgrade may rewrite tables, and a backup is as large as the store."""
NO_ROOM: Final = 64 << 20
"""Bytes below which SQLite may fail in the middle of a commit's log."""
MIB: Final = 1 << 20


def checks(patient: Patient) -> Iterator[Check]:
    """The database, and the disk below one of SQLite."""
    yield Check("store", "", partial(_look, patient))
    yield Check("store", "disk", partial(_disk, patient))


async def _look(patient: Patient) -> AsyncIterator[Line]:
    engine = patient.engine
    if not exists(engine):
        yield note(f"there is no store at {engine.url.database} yet", "detour serve makes it, or detour db upgrade")
        return
    try:
        for line in await asyncio.to_thread(_inside, patient):
            yield line
    except SQLAlchemyError as error:
        yield wrong(f"it cannot be asked: {reason(error)}", _reachable(patient))


def _reachable(patient: Patient) -> str:
    if patient.engine.dialect.name == "postgresql":
        return "see that the server of store.url runs, and that its user, password and database are right"
    return "see that the file of store.url is one of SQLite, and readable for this user; detour db check tells more"


def _inside(patient: Patient) -> list[Line]:
    with reading(patient.engine) as connection:
        schema = revision(connection)
        if is_newer(connection):
            return [wrong(f"its schema {schema} is a newer Detour's", "install that one, or use another store")]
        if not is_current(connection):
            return [wrong(f"its schema {schema or 'none'} is an older Detour's", "detour db upgrade renews it")]
        size, dead = diagnosis.size(connection), count(connection, DeliveryState.DEAD)
    told = [ok(f"it is reached, and its schema {schema} is current; it has {size / MIB:,.0f} MiB"), _writes(patient)]
    if dead:
        letters = f"{dead:,} {'delivery' if dead == 1 else 'deliveries'}"
        told.append(note(f"{letters} could not be understood", "detour deliveries --dead tells why; detour replay"))
    return told


def _writes(patient: Patient) -> Line:
    try:
        diagnosis.try_to_write(patient.engine)
    except SQLAlchemyError as error:
        rights = "let this user write the file of store.url and its folder, or see that no other program locks it"
        if patient.engine.dialect.name == "postgresql":
            rights = "give the user of store.url the rights to change its tables, on a server that is no replica"
        return wrong(f"it cannot be written to: {reason(error)}", rights)
    return ok("it takes writes")


async def _disk(patient: Patient) -> AsyncIterator[Line]:
    folder = diagnosis.folder(patient.engine)
    if folder is None:
        return
    if not folder.is_dir():
        yield wrong(f"the folder {folder} is not there", f"make it: mkdir -p {folder}; or let store.url name another")
        return
    free = shutil.disk_usage(folder).free
    left = f"{free / MIB:,.0f} MiB are free on the disk of {folder}"
    if free < NO_ROOM:
        yield wrong(left, "make room, or let store.url name a file on another disk")
    elif free < LITTLE_ROOM:
        yield note(left, "an upgrade or a backup may need more: make room, or move the store to another disk")
    else:
        yield ok(left)
