"""Files of repositories in the REST API: https://docs.github.com/en/rest/repos/contents#get-repository-content ."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.access import Refused
from connectors.simulator.github.rest import HIDDEN, Call, json_answer
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.serving import Answer


def file(call: Call) -> Answer:
    """One file of the default branch."""
    place, path = call.repository(), call.parts["path"]
    call.caller.must_read(path)
    text = place.files.get(path)
    if text is None:
        raise Refused(404, HIDDEN)
    content = text.encode()
    digest = sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
    url = f"{call.at.repository(place)}/contents/{path}?ref=main"
    git, page = f"{call.at.repository(place)}/git/blobs/{digest}", f"{call.at.page(place)}/blob/main/{path}"
    document = {
        "type": "file",
        "encoding": "base64",
        "size": len(content),
        "name": path.rpartition("/")[2],
        "path": path,
        "content": b64encode(content).decode(),
        "sha": digest,
        "url": url,
        "git_url": git,
        "html_url": page,
        "download_url": f"{call.at.page(place)}/raw/main/{path}",
        "_links": {"self": url, "git": git, "html": page},
    }
    return json_answer(200, document)


ROUTES: Final = (Route("GET", "/repos/{owner}/{name}/contents/{path}", file),)
