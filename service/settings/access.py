"""Who may see pages and use the API: ``[access]``, with the ways to sign in and what each may do."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from service.access.loopback import is_loopback
from service.access.viewer import Role
from service.settings.grants import EVERYBODY, RoleGrants
from service.settings.secret_files import UNREADABLE
from service.settings.table import (
    Refusal,
    Secret,
    Table,
    Text,
    WebAddress,
    WholeNumber,
    all_refused,
    divided,
    refused,
    web_parts,
)

SHORTEST_TOKEN = 24
AN_HOUR = 3600.0
GITHUB = "https://github.com"
_THE_WORLD = 'says * and means everybody with an account at github.com; write for example "group:github:acme"'
_HOW = 'for example [access.roles] with viewer = ["group:engineering"]'


def _safe(address: str) -> str:
    """Who signs in sends secrets there."""
    if not is_safe(address):
        raise refused("should begin with https://: whoever is on the way could sign in as anybody")
    return address


def is_safe(address: str) -> bool:
    """Whether nobody on the way can listen."""
    parts = urlsplit(address)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def _long(token: SecretStr) -> SecretStr:
    """Never shows the token."""
    if token.get_secret_value() != UNREADABLE and len(token.get_secret_value()) < SHORTEST_TOKEN:
        raise refused(f"has fewer than {SHORTEST_TOKEN} characters; this makes one: openssl rand -base64 32")
    return token


def _with_openid(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in scopes:
        raise refused('should hold "openid": without it nobody is told who signed in')
    return scopes


SafeAddress = Annotated[WebAddress, AfterValidator(_safe)]


class OpenIdTable(Table):
    """A provider of OpenID Connect. Whoever signs in there is known by its ``sub``, and by mail where that is verified.

    https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    """

    issuer: SafeAddress = Field(examples=['issuer = "https://login.acme.example"'])
    """The provider's address, beneath which it describes itself."""
    client_id: Text = Field(examples=['client_id = "detour"'])
    """Detour's id there."""
    client_secret: Secret = Field(examples=['client_secret_file = "/run/secrets/openid"'])
    """Detour's secret there."""
    scopes: Annotated[tuple[Text, ...], BeforeValidator(divided), AfterValidator(_with_openid)] = Field(
        default=("openid", "profile", "email"), examples=['scopes = ["openid", "profile", "email", "groups"]']
    )
    """What is asked for."""
    groups_claim: Text = Field(default="groups", examples=['groups_claim = "groups"'])
    """The claim that lists the groups of whoever signs in."""
    name: Text = Field(default="single sign-on", examples=['name = "Acme"'])
    """How the button to sign in calls it."""


class GitHubSignIn(Table):
    """An OAuth App or a GitHub App of github.com or an Enterprise host."""

    client_id: Text = Field(examples=['client_id = "Iv1..."'])
    """The id of an OAuth App or a GitHub App."""
    client_secret: Secret = Field(examples=['client_secret_file = "/run/secrets/github-sign-in"'])
    """Its secret."""
    url: SafeAddress = Field(default=GITHUB, examples=['url = "https://github.com"'])
    """The GitHub to sign in at."""

    @property
    def api_url(self) -> str:
        """Where programs ask: https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency (ghe.com)."""
        host = web_parts(self.url).hostname or ""
        if self.url == GITHUB or host.endswith(".ghe.com"):
            return f"https://api.{host}"
        return f"{self.url}/api/v3"


class RolesTable(Table):
    """Who may look, who may act, and who may decide who else may. Whoever is in none may not come in."""

    viewer: RoleGrants = Field(default=(), examples=['viewer = ["*"]'])
    """Who may look."""
    operator: RoleGrants = Field(default=(), examples=['operator = ["group:github:acme/sre", "team:payments"]'])
    """Who may act, too: recheck, accept a risk, declare a fallback, replay, audit."""
    admin: RoleGrants = Field(default=(), examples=['admin = ["person:ada@acme.example"]'])
    """Who may see everything, too."""

    @property
    def by_role(self) -> dict[Role, tuple[str, ...]]:
        """The grants of each role, the highest first."""
        return {Role.ADMIN: self.admin, Role.OPERATOR: self.operator, Role.VIEWER: self.viewer}

    def role(self, groups: frozenset[str]) -> Role | None:
        """The highest role of somebody; ``None`` for none."""
        mine = groups | {EVERYBODY}
        return next((role for role, grants in self.by_role.items() if not mine.isdisjoint(grants)), None)


class AccessTable(Table):
    """Without a way to sign in and without a token pages and API answer this machine alone."""

    session_hours: Annotated[WholeNumber, Field(ge=1, le=720)] = Field(default=12, examples=["session_hours = 12"])
    """After how many hours whoever signed in does so again."""
    bearer_token: Annotated[Secret, AfterValidator(_long)] | None = Field(
        default=None, examples=['bearer_token_file = "/run/secrets/detour-token"']
    )
    """One token for all programs: the simple case."""
    bearer_role: Literal["viewer", "operator", "admin"] = Field(default="viewer", examples=['bearer_role = "viewer"'])
    """What whoever has that token may do."""
    openid: OpenIdTable | None = Field(default=None, examples=["[access.openid]"])
    github: GitHubSignIn | None = Field(default=None, examples=["[access.github]"])
    roles: RolesTable = Field(default=RolesTable(), examples=["[access.roles]"])

    @property
    def signs_in(self) -> bool:
        """Whether people sign in elsewhere."""
        return self.openid is not None or self.github is not None

    @property
    def is_open(self) -> bool:
        """Whether there is anybody beside this machine."""
        return self.signs_in or self.bearer_token is not None

    @property
    def session_seconds(self) -> float:
        """How long nobody is asked to sign in again."""
        return self.session_hours * AN_HOUR

    @property
    def token_role(self) -> Role:
        """What whoever has the bearer token may do."""
        return Role[self.bearer_role.upper()]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if refusals := list(self._contradictions()):
            raise all_refused(refusals)
        return self

    def _contradictions(self) -> Iterator[Refusal]:
        granted = any(self.roles.by_role.values())
        if self.signs_in and not granted:
            yield ("roles",), f"says of nobody that they may come in; write {_HOW}"
        if granted and not self.signs_in:
            yield ("roles",), "is for those who sign in: add [access.openid] or [access.github]"
        if self.github is not None and self.github.url == GITHUB:
            for role, grants in self.roles.by_role.items():
                if EVERYBODY in grants:
                    yield ("roles", str(role)), _THE_WORLD
