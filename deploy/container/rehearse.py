"""Does the steps of the Dockerfile beside this file without Docker, and starts what the image would start.

``rehearse.py [--keep FOLDER]``: each RUN and COPY is done as it stands, in its order, with the image's own folders
below that folder; then ENTRYPOINT with CMD runs as the image's USER (where root asks for it) on an install tree that
nothing may write to, until the HEALTHCHECK is content. Status 0 if all of that went well and nothing changed there.

What differs: the base is this machine's Python, all stages share one folder, and the server listens on loopback.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steps import Image, RehearsalError, build

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = "127.0.0.1"
PORT = "8000"
"""The image's, in whose place a free one is taken."""
PATIENCE, GOODBYE = 60.0, 30.0
"""Seconds for the health check to be content, and for the process to end when it is told to."""
A_MOMENT = 0.2


def run(image: Image) -> None:
    """Starts what the image starts, asks its health check, and ends it. Raises ``RehearsalError``."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
    environment = image.environment | {"DETOUR_SERVER__HOST": LOOPBACK, "DETOUR_SERVER__PORT": port}
    like_the_image: dict[str, Any] = {"cwd": image.workdir, "env": environment, **image.user}
    if image.user:
        shutil.chown(image.workdir, image.user["user"], image.user["group"])
    check = [port if word == PORT else word for word in image.command("HEALTHCHECK")]
    started = image.command("ENTRYPOINT", "CMD")
    with read_only(image.folder / "opt"), subprocess.Popen(started, **like_the_image) as process:  # noqa: S603
        try:
            for asked in (check, [*check, "/readyz"]):
                wait(process, asked, like_the_image)
        finally:
            process.terminate()
            ended = process.wait(GOODBYE)
    left = sorted(path.name for path in image.workdir.iterdir())
    sys.stdout.write(f"ended with {ended}; {image.workdir} has {', '.join(left)}\n")


def wait(process: subprocess.Popen[bytes], check: list[str], like_the_image: dict[str, Any]) -> None:
    """Until the check is content. Raises ``RehearsalError`` where it never is, or the process has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        asked = subprocess.run(check, check=False, capture_output=True, text=True, **like_the_image)  # noqa: S603
        if process.poll() is not None:
            raise RehearsalError(f"what the image starts ended with status {process.returncode}")
        if asked.returncode == 0:
            sys.stdout.write(f"HEALTHCHECK {' '.join(check[2:])}: {asked.stdout}")
            return
        time.sleep(A_MOMENT)
    raise RehearsalError(f"not healthy within {PATIENCE:.0f} seconds: {asked.stdout}{asked.stderr}")


@contextmanager
def read_only(tree: Path) -> Iterator[None]:
    """Nobody may write there meanwhile. Raises ``RehearsalError`` if somebody did."""
    before = listing(tree)
    subprocess.run(["/bin/chmod", "-R", "a-w", tree], check=True)  # noqa: S603
    try:
        yield
    finally:
        subprocess.run(["/bin/chmod", "-R", "u+w", tree], check=True)  # noqa: S603
    if changed := sorted({str(path) for path, *_ in before ^ listing(tree)}):
        raise RehearsalError(f"{len(changed)} files changed while it ran: {', '.join(changed[:5])}")


def listing(tree: Path) -> set[tuple[Path, int, int]]:
    """Every file, with its size and when it was written."""
    files = ((path, path.lstat()) for path in tree.rglob("*") if not path.is_dir())
    return {(path, told.st_size, told.st_mtime_ns) for path, told in files}


def main() -> int:
    """The exit status: 0 if the image would have been built, and would be healthy."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="do it in this new folder, and leave that behind")
    kept = parser.parse_args().keep
    folder = Path(tempfile.mkdtemp(prefix="detour-image-")) if kept is None else kept
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the image's user comes through here
    try:
        run(build(folder.resolve()))
    except RehearsalError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        if kept is None:
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
