"""The pages on which people make an App from a manifest, and install it.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from connectors.simulator.github.hooks import Hook
from connectors.simulator.github.manifests import Wrong, manifest_of, slug_of
from connectors.simulator.pages.forms import Form
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.apps import App, Apps
    from connectors.simulator.github.hooks import Hooks
    from connectors.simulator.github.manifests import Manifest
    from connectors.simulator.github.model import Account
    from connectors.simulator.pages.rendering import Renderer
    from connectors.simulator.serving import Request

NEW: Final = re.compile(r"(?:/organizations/([A-Za-z0-9-]+))?/settings/apps/new")
INSTALL: Final = re.compile(r"/apps/([a-z0-9-]+)/installations/new")
SURE: Final = "sure"
"""The field of the form on GitHub's own page."""
POLICY: Final = "Content-Security-Policy"
YOU: Final = "you"
"""The login of whoever looks at these pages, where nobody else is named."""


@dataclass(frozen=True, slots=True)
class Registry:
    """All Apps of one GitHub, with their webhooks. Whoever looks may do everything."""

    apps: Apps
    hooks: Hooks
    at: Addresses

    def answer(self, request: Request, renderer: Renderer) -> Answer | None:
        """A page, or the way back to where a manifest came from; ``None`` at other addresses."""
        if (new := NEW.fullmatch(request.path)) is not None:
            return self._new(request, renderer, new[1] or "")
        if (install := INSTALL.fullmatch(request.path)) is not None:
            return self._install(request, renderer, install[1])
        return None

    def _new(self, request: Request, renderer: Renderer, owner: str) -> Answer:
        fields = Form.of(request.body).fields
        account = self.apps.account(owner or YOU, "Organization" if owner else "User")
        if request.method != "POST" or account is None:
            return renderer.page("missing.html", 404, told="There is nothing to make an App from here.")
        try:
            manifest = manifest_of(fields.get("manifest", ""))
            name = fields.get("name", manifest.name)
            slug = slug_of(name) if SURE in fields else ""
        except Wrong as wrong:
            return renderer.page("missing.html", 422, told=str(wrong))
        state = fields.get("state", request.query.get("state", ""))
        if not slug or self.apps.named(slug) is not None:
            taken = bool(slug)
            page = renderer.page("new_app.html", manifest=manifest, sent=fields["manifest"], state=state, taken=taken)
            return _leading_to(page, manifest.redirect_url)
        return self._made(manifest, name, account, state)

    def _made(self, manifest: Manifest, name: str, owner: Account, state: str) -> Answer:
        app = self.apps.add(slug_of(name), manifest.default_permissions, manifest.default_events, owner)
        app.name, app.url = name, manifest.url
        secret = ""
        if (hook := manifest.hook_attributes) is not None:
            secret = secrets.token_hex(20)
            self.hooks.add(Hook(hook.url, secret, app=app, active=hook.active))
        query = {"code": self.apps.new_code(app, secret)} | ({"state": state} if state else {})
        return Answer(302, b"", {"Location": f"{manifest.redirect_url}?{urlencode(query)}"})

    def _install(self, request: Request, renderer: Renderer, slug: str) -> Answer:
        app = self.apps.named(slug)
        if app is None or app.owner is None:
            return renderer.page("missing.html", 404, told="There is no such App.")
        if request.method == "POST" and app.installation(app.owner) is None:
            self.apps.install(app, app.owner)
        return renderer.page("install_app.html", app=app, owner=app.owner, installed=_is_installed(app))


def _is_installed(app: App) -> bool:
    return app.owner is not None and app.installation(app.owner) is not None


def _leading_to(page: Answer, url: str) -> Answer:
    """A page whose form leads on to another place, which browsers hold to the policy, too."""
    parts = urlsplit(url)
    policy = page.headers[POLICY].replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}")
    return replace(page, headers={**page.headers, POLICY: policy})
