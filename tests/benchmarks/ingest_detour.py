"""One side of ``ingest``: Detour as ``detour serve`` runs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from service.cli import main


def serve(url, port):
    with TemporaryDirectory() as folder:
        config = Path(folder) / "detour.toml"
        config.write_text(
            f'[server]\nport = {port}\n[store]\nurl = "{url}"\n'
            f'[[github]]\nname = "acme"\nwebhook_secrets = ["{os.environ["SECRET"]}"]\n'
        )
        return main(["serve", "--config", str(config)])


if __name__ == "__main__":
    sys.exit(serve(*sys.argv[1:]))
