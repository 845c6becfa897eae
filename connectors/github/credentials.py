"""Ways in to GitHub: a token, or an App with an installation for each owner; both through PyGithub.

What is secret is in no ``repr``, and PyGithub's log of whole answers, tokens included, is shut off.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from github import Auth, GithubException, GithubIntegration
from jwt import PyJWTError

from connectors.contract import Denied
from connectors.github.connections import lead
from connectors.ways import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_API: Final = "https://api.github.com"
TIMEOUT: Final = 20
"""Seconds that PyGithub waits for a connection, and for each piece of an answer."""
MISSING: Final = 404


class NotInstalled(Denied):
    """The App cannot see an owner's repositories."""


# At DEBUG it logs the bodies of answers: a new installation's token, and what issues say.
logging.getLogger("github.Requester").setLevel(logging.INFO)


class Credentials(Protocol):
    """How requests are signed. ``auth`` and ``token`` may ask GitHub: they block, and raise what PyGithub raises."""

    @property
    def app_id(self) -> int | None:
        """The App that acts, if it is one."""

    @property
    def way(self) -> Way:
        """How GitHub is reached."""

    def scope(self, owner: str) -> str:
        """What owners must share for their issues to be asked for in one request."""

    def auth(self, owner: str) -> Auth.Auth:
        """PyGithub's way to sign requests about an owner's repositories."""

    def token(self, owner: str) -> str:
        """What signs a request now."""

    def refused(self, owner: str) -> None:
        """GitHub did not accept it: another one is got for the next request, if there can be any."""

    def installed(self) -> dict[str, bool]:
        """The owners that let it in, and whether they do now. Asks GitHub as ``auth`` does; raises ``Denied``."""

    @property
    def itself(self) -> Credentials:
        """What asks about its own webhooks: an App without any installation, or the same."""


class TokenCredentials:
    """A personal or fine-grained token: one account for everything."""

    app_id: None = None

    def __init__(self, token: str, way: Way | None = None) -> None:
        self._auth = Auth.Token(token)
        self.way = way or Way()

    def scope(self, owner: str) -> str:  # noqa: ARG002  # all owners share it
        """One scope for all."""
        return ""

    def auth(self, owner: str) -> Auth.Auth:  # noqa: ARG002  # all owners share it
        """The token."""
        return self._auth

    def token(self, owner: str) -> str:  # noqa: ARG002  # all owners share it
        """The token itself."""
        return self._auth.token

    def refused(self, owner: str) -> None:
        """There is no other."""

    def installed(self) -> dict[str, bool]:
        """A token does not tell whose issues it is for."""
        raise Denied('which organizations to read is not configured: write organizations = ["acme"] beside the token')

    @property
    def itself(self) -> TokenCredentials:
        """The token."""
        return self


class AppItself:
    """An App as such, which signs what concerns no owner. Safe in threads."""

    def __init__(self, app_id: int | None, auth: Auth.AppAuth, way: Way) -> None:
        self.app_id, self.way = app_id, way
        self._auth = auth

    def scope(self, owner: str) -> str:  # noqa: ARG002  # it is about none
        """One scope for all."""
        return ""

    def auth(self, owner: str) -> Auth.Auth:  # noqa: ARG002  # it is about none
        """The App's key."""
        return self._auth

    def token(self, owner: str) -> str:  # noqa: ARG002  # it is about none
        """A signature of some minutes."""
        return self._auth.token

    def refused(self, owner: str) -> None:
        """The next request is signed anew anyway."""

    def installed(self) -> dict[str, bool]:
        """It acts for no owner."""
        return {}

    @property
    def itself(self) -> AppItself:
        """The same."""
        return self


class AppCredentials:
    """A GitHub App: each owner that installed it gives it tokens of an hour. Raises ``ValueError`` for a wrong key.

    ``installations`` maps owners to installation ids; any other is asked for. Tokens are kept by PyGithub until 20
    seconds before they expire. Safe in threads.
    https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
    """

    def __init__(
        self,
        app_id: int,
        private_key: str,
        api_url: str = DEFAULT_API,
        installations: Mapping[str, int] | None = None,
        way: Way | None = None,
    ) -> None:
        self.app_id: int | None = app_id
        self.way = way or Way()
        lead(api_url, self.way)
        self._app = Auth.AppAuth(app_id, private_key)
        _check_key(self._app)
        self._integration = GithubIntegration(
            auth=self._app,
            base_url=api_url,
            timeout=TIMEOUT,
            per_page=100,
            retry=0,
            seconds_between_writes=0,
            lazy=True,
        )
        self._known = {owner.casefold(): number for owner, number in (installations or {}).items()}
        self._auths: dict[str, Auth.AppInstallationAuth] = {}
        self._lock = Lock()

    def scope(self, owner: str) -> str:
        """An installation sees its owner's repositories only."""
        return owner.casefold()

    def auth(self, owner: str) -> Auth.Auth:
        """The owner's installation."""
        with self._lock:
            return self._installation(owner)

    def token(self, owner: str) -> str:
        """The owner's installation token, a new one if need be. One that was removed is looked for again next time."""
        with self._lock:
            try:
                return self._installation(owner).token
            except GithubException as error:
                if error.status == MISSING:
                    self._auths.pop(self.scope(owner), None)
                    self._known.pop(self.scope(owner), None)
                raise

    def refused(self, owner: str) -> None:
        """Forgets the token: it was revoked, the App was installed anew, or this machine's clock is wrong."""
        with self._lock:
            self._auths.pop(self.scope(owner), None)

    def installed(self) -> dict[str, bool]:
        """The owners of its installations: https://docs.github.com/en/rest/apps/apps ."""
        found = {one.raw_data["account"]["login"]: one for one in self._integration.get_installations()}
        if not found:
            raise NotInstalled(f"the App {self.app_id} is installed nowhere: install it in each organization to read")
        with self._lock:
            self._known |= {self.scope(owner): one.id for owner, one in found.items()}
        return {owner: one.suspended_at is None for owner, one in found.items()}

    @property
    def itself(self) -> AppItself:
        """The App without an installation."""
        return AppItself(self.app_id, self._app, self.way)

    def _installation(self, owner: str) -> Auth.AppInstallationAuth:
        scope = self.scope(owner)
        if scope not in self._auths:
            number = self._known.get(scope) or self._number(owner)
            self._auths[scope] = Auth.AppInstallationAuth(self._app, number, requester=self._integration.requester)
        return self._auths[scope]

    def _number(self, owner: str) -> int:
        """An owner is an organisation or a person, and the address of its installation tells which."""
        for find in (self._integration.get_org_installation, self._integration.get_user_installation):
            try:
                return find(owner).id
            except GithubException as error:
                if error.status != MISSING:
                    raise
        raise NotInstalled(f"the App {self.app_id} is not installed for {owner}")


def _check_key(app: Auth.AppAuth) -> None:
    """Signs once, so that a wrong key is told at the start, and without its text."""
    try:
        app.create_jwt()
    except (PyJWTError, ValueError, TypeError):
        raise ValueError("the App's private key is no RSA key in PEM form") from None
