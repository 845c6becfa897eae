"""What pages load beside themselves: our style and scripts, at addresses that change with their content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from service.pictures import drawing
from service.reports.html import page

if TYPE_CHECKING:
    from starlette.requests import Request

FOLDER: Final = Path(__file__).with_name("assets")
TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served, at ``path``."""

    path: str
    body: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """All of them by name. The style is that of the reports, of pictures, and what pages add to both, as one file."""
    found = {file.name: file.read_bytes() for file in sorted(FOLDER.iterdir()) if file.suffix in TYPES}
    ours = [found.pop("style.css"), *(found.pop(name) for name in list(found) if name.endswith(".css"))]
    found["style.css"] = b"\n".join([page.SHEET.encode(), drawing.STYLE.encode(), *ours])
    return {name: _asset(name, body) for name, body in found.items()}


def address_of(name: str) -> str:
    """Where an asset is; another address for other content, so that a browser may keep it for ever."""
    return assets()[name].path


def routes() -> list[Route]:
    """``/assets/NAME``."""
    return [Route("/assets/{digest}/{name}", serve)]


async def serve(request: Request) -> Response:
    """An asset, or 404 for what there is none of, or no longer."""
    asset = assets().get(request.path_params["name"])
    if asset is None or asset.path != request.url.path:
        return PlainTextResponse("there is no such file\n", 404)
    return Response(asset.body, media_type=asset.media_type, headers={"Cache-Control": FOR_EVER})


def _asset(name: str, body: bytes) -> Asset:
    digest = sha256(body).hexdigest()[:16]
    return Asset(f"/assets/{digest}/{name}", body, TYPES[Path(name).suffix])
