"""The connected trackers as configured: ``[[github]]`` and ``[[jira]]``."""

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from connectors.github.dialect import GitHubDialect
from connectors.jira.dialect import (
    DEFAULT_DROPPED,
    DEFAULT_DUPLICATES,
    DEFAULT_FALLBACK,
    DEFAULT_FIELDS,
    JiraDialect,
    Side,
    WaitingSide,
    folded,
)
from connectors.jira.sparing_reads import SHARE
from connectors.ways import Way
from rules.addresses import Site
from service.settings.table import (
    Refusal,
    Secret,
    Secrets,
    Share,
    Table,
    Text,
    Texts,
    WebAddress,
    WholeNumber,
    all_refused,
    authority,
    refused,
    web_parts,
)

_SITE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_CLOUD = ".atlassian.net"


def _site_name(name: str) -> str:
    """The name stands in the address that webhooks are sent to."""
    if not _SITE_NAME.fullmatch(name):
        raise refused("should be letters, digits, dots and hyphens only, such as acme")
    return name


SiteName = Annotated[str, AfterValidator(_site_name)]


def _proxy(address: SecretStr) -> SecretStr:
    """Never shows the address: it may hold a password."""
    if not re.match(r"https?://[^/\s]+/?\Z", address.get_secret_value()):
        raise refused("should be the address of a proxy, http://HOST:PORT")
    return address


def _way(ca_bundle: str | None, proxy: SecretStr | None) -> Way:
    return Way(ca_bundle or "", "" if proxy is None else proxy.get_secret_value())


Proxy = Annotated[Secret, AfterValidator(_proxy)]
ScanShare = Annotated[Share, Field(gt=0)]
"""How much of a tracker's limits scans may use: the rest is left for what webhooks ask for, and for other programs."""


class SiteTable(Table):
    """A connected site, refused where its keys contradict each other."""

    @abstractmethod
    def _contradictions(self) -> Iterator[Refusal]:
        """What does not go together: the key, and why with what to do."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if refusals := list(self._contradictions()):
            raise all_refused(refusals)
        return self


class GitHubSite(SiteTable):
    """One GitHub: github.com, or an Enterprise host."""

    name: SiteName = Field(examples=['name = "acme"'])
    """Its name in Detour, and in the address for its webhooks: /webhooks/github/NAME."""
    api_url: WebAddress = Field(default="https://api.github.com", examples=['api_url = "https://api.github.com"'])
    """Where its API is; of an Enterprise host https://HOST/api/v3."""
    url: WebAddress | None = Field(default=None, examples=['url = "https://github.com"'])
    """Where people open its issues, if that does not follow from api_url."""
    organizations: Texts = Field(default=(), examples=['organizations = ["acme"]'])
    """The organisations and users whose repositories are audited; all that the credentials see, if none is named."""
    webhook_secrets: Secrets = Field(default=(), examples=['webhook_secrets = ["..."]'])
    """The secrets of its webhooks; several, while one takes the place of another."""
    token: Secret | None = Field(default=None, examples=['token = "..."'])
    """A token that may read issues, and write comments in live mode."""
    app_id: WholeNumber | None = Field(default=None, examples=["app_id = 12345"])
    """The number of a GitHub App, in place of a token."""
    private_key: Secret | None = Field(default=None, examples=['private_key_file = "app.pem"'])
    """The key of that App, as GitHub gave it."""
    fallback_label: Text = Field(default="fallback", examples=['fallback_label = "fallback"'])
    """The label of issues that are fallbacks."""
    scan_share: ScanShare = Field(default=0.5, examples=["scan_share = 0.5"])
    """How much of the limits audits may use, from 0 to 1: the rest is for what webhooks name, and for others."""
    ca_bundle: Text | None = Field(default=None, examples=['ca_bundle = "/etc/ssl/acme.pem"'])
    """The certificates that alone are trusted for it, a file in PEM form; otherwise those of the environment."""
    proxy: Proxy | None = Field(default=None, examples=['proxy = "http://proxy.acme.example:3128"'])
    """The proxy through which it is reached; otherwise that of the environment: HTTPS_PROXY and NO_PROXY."""

    @property
    def host(self) -> str:
        """Where people open issues, as refs in texts name it.

        https://docs.github.com/en/enterprise-server/rest/quickstart: an Enterprise host has its API at /api/v3; with
        data residency (ghe.com) it is at ``api.`` before the host, as on github.com.
        """
        if self.url:
            return authority(web_parts(self.url)).removeprefix("www.")
        host = authority(web_parts(self.api_url))
        return host.removeprefix("api.") if host == "api.github.com" or host.endswith(".ghe.com") else host

    @cached_property
    def way(self) -> Way:
        """How the site is reached: one way, whoever goes it."""
        return _way(self.ca_bundle, self.proxy)

    def site(self) -> Site:
        """The site as addresses need it."""
        return Site(f"github/{self.name}", self.host, self.organizations)

    def dialect(self) -> GitHubDialect:
        """The site as its documents are read."""
        return GitHubDialect(name=f"github/{self.name}", host=self.host, fallback_label=self.fallback_label)

    def _contradictions(self) -> Iterator[Refusal]:
        if web_parts(self.api_url).hostname in {"github.com", "www.github.com"}:
            yield ("api_url",), 'is where people read; programs are served at api_url = "https://api.github.com"'
        if self.app_id is not None and self.private_key is None:
            yield ("app_id",), 'needs the App\'s key beside it: add private_key_file = "app.pem"'
        if self.private_key is not None and self.app_id is None:
            yield ("private_key",), "needs the App's number beside it: add app_id = 12345"
        if self.token is not None and self.app_id is not None:
            yield ("token",), "is one way in and app_id is another: keep one of them"


class BlockingType(Table):
    """Which end of a link of a type waits."""

    type: Text = Field(examples=['type = "Blocks"'])
    """The name of a link type."""
    waits: WaitingSide = Field(examples=['waits = "inward"'])
    """Which side of it waits: inward, outward, or neither."""


class FallbackType(Table):
    """Which end of a link of a type is the fallback of the other."""

    type: Text = Field(examples=['type = "Fallback"'])
    """The name of a link type."""
    fallback: Side = Field(examples=['fallback = "outward"'])
    """Which side of it is the fallback: inward or outward."""


def _each_type_once(types: tuple[BlockingType, ...] | tuple[FallbackType, ...]) -> object:
    names = [folded(one.type) for one in types]
    if again := [place for place, name in enumerate(names) if name in names[:place]]:
        text = "is listed twice: keep the line that is right"
        raise all_refused(((place, "type"), text) for place in again)
    return types


class JiraSite(SiteTable):
    """One Jira: a Cloud site, or a Data Center."""

    name: SiteName = Field(examples=['name = "acme"'])
    """Its name in Detour, and in the address for its webhooks: /webhooks/jira/NAME."""
    url: WebAddress = Field(examples=['url = "https://acme.atlassian.net"'])
    """Where people open it."""
    flavor: Literal["cloud", "datacenter"] = Field(default="cloud", examples=['flavor = "cloud"'])
    """cloud, or datacenter for one on a server of your own."""
    email: Text | None = Field(default=None, examples=['email = "bot@acme.example"'])
    """The account of the API token, on Cloud."""
    token: Secret | None = Field(default=None, examples=['token = "..."'])
    """An API token on Cloud, a personal access token on Data Center."""
    webhook_secrets: Secrets = Field(default=(), examples=['webhook_secrets = ["..."]'])
    """The secrets of its webhooks; several, while one takes the place of another."""
    path_token: Secret | None = Field(default=None, examples=['path_token = "..."'])
    """For a Data Center that signs nothing: the last part of the address for its webhooks."""
    projects: Texts = Field(default=(), examples=['projects = ["PAY", "SHOP"]'])
    """The projects that are audited; all that the account sees, if none is named."""
    blocking: Annotated[tuple[BlockingType, ...], AfterValidator(_each_type_once)] = Field(
        default=(), examples=['blocking = [{ type = "Blocks", waits = "inward" }]']
    )
    """Which side of a link type waits, where its phrases do not tell."""
    fallback: Annotated[tuple[FallbackType, ...], AfterValidator(_each_type_once)] | None = Field(
        default=None, examples=['fallback = [{ type = "Fallback", fallback = "outward" }]']
    )
    """The link types that name a fallback."""
    fields: Mapping[str, Text] = Field(default={}, examples=['fields = { Team = "customfield_10001" }'])
    """The ids of custom fields by what they mean, where their names do not tell."""
    dropped: Texts | None = Field(default=None, examples=['dropped = ["Won\'t Do", "Declined"]'])
    """The resolutions that mean that it was not done."""
    duplicates: Texts | None = Field(default=None, examples=['duplicates = ["Duplicate"]'])
    """The resolutions that mean that another issue has it."""
    scan_share: ScanShare = Field(default=SHARE, examples=["scan_share = 0.5"])
    """How much of the limits audits may use, from 0 to 1: the rest is for what webhooks name, and for others."""
    ca_bundle: Text | None = Field(default=None, examples=['ca_bundle = "/etc/ssl/acme.pem"'])
    """The certificates that alone are trusted for it, a file in PEM form; otherwise those of the environment."""
    proxy: Proxy | None = Field(default=None, examples=['proxy = "http://proxy.acme.example:3128"'])
    """The proxy through which it is reached; otherwise that of the environment: HTTPS_PROXY and NO_PROXY."""

    @property
    def host(self) -> str:
        """Host and context path in lower case, as refs in texts name them."""
        parts = web_parts(self.url)
        return authority(parts) + parts.path.lower()

    @cached_property
    def way(self) -> Way:
        """How the site is reached: one way, whoever goes it."""
        return _way(self.ca_bundle, self.proxy)

    def site(self) -> Site:
        """The site as addresses need it."""
        return Site(f"jira/{self.name}", self.host, self.projects)

    def dialect(self) -> JiraDialect:
        """The site as its documents are read. What is configured takes the default's place, fields one by one."""
        fallback: dict[str, Side] = {folded(one.type): one.fallback for one in self.fallback or ()}
        return JiraDialect(
            name=f"jira/{self.name}",
            url=self.url,
            blocking=MappingProxyType({folded(one.type): one.waits for one in self.blocking}),
            fallback=DEFAULT_FALLBACK if self.fallback is None else MappingProxyType(fallback),
            fields=MappingProxyType(dict(DEFAULT_FIELDS) | {_spelled(name): key for name, key in self.fields.items()}),
            dropped=_names(self.dropped, DEFAULT_DROPPED),
            duplicates=_names(self.duplicates, DEFAULT_DUPLICATES),
        )

    def _contradictions(self) -> Iterator[Refusal]:
        parts = web_parts(self.url)
        if f"{parts.hostname}".endswith(_CLOUD) and parts.path:
            yield ("url",), f'of a Cloud site ends with its host: write url = "https://{parts.hostname}"'
        if f"{parts.hostname}".endswith(_CLOUD) and self.flavor != "cloud":
            yield ("flavor",), f'of a site under {_CLOUD[1:]} is "cloud"'
        if self.flavor == "cloud" and self.token is not None and self.email is None:
            yield ("email",), 'is missing: a Cloud token works with its account\'s address, email = "bot@acme.example"'


def _names(configured: Iterable[str] | None, default: frozenset[str]) -> frozenset[str]:
    return default if configured is None else frozenset(map(folded, configured))


def _spelled(field: str) -> str:
    """A field's name as the defaults spell it: ``team`` from the environment is ``Team``."""
    return next((known for known in DEFAULT_FIELDS if known.casefold() == field.casefold()), field)
