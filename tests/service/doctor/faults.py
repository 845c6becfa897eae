"""Faults that are planted in a service in good health: each with the line that names it, and a word of its fix."""

import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text

from service.store.tables import audit, delivery
from tests.service.doctor.clinic import CANARY

FAULTS = []


@dataclass(frozen=True)
class Fault:
    """``plant`` breaks something in a clinic."""

    plant: object
    level: str
    where: str
    message: str
    fix: str


def fault(level, where, message, fix):
    """A planted fault, and the one line by which the doctor should name it."""

    def kept(plant):
        FAULTS.append(Fault(plant, level, where, message, fix))
        return plant

    return kept


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def only_hook(clinic, **changes):
    """The organisation's webhook with something else about it."""
    clinic.hub._hooks._hooks.clear()
    url, secret = changes.pop("url", clinic.address("github/acme")), changes.pop("secret", CANARY)
    clinic.hub.webhook_to(url, secret, owners=["acme"], **changes)


# Credentials and clocks


@fault("wrong", "credentials github/acme", "the token is not accepted", "Personal access tokens")
def token_revoked(clinic):
    clinic.hub.world.tokens.clear()


@fault("note", "credentials github/acme", "it expires in 5 days", "make a new one")
def token_near_its_end(clinic):
    clinic.bot.token_expires = datetime.now(UTC) + timedelta(days=5, hours=1)


@fault("wrong", "credentials github/acme", "no RSA key in PEM form", "generate a private key")
def key_of_another_kind(clinic):
    clinic.as_app()
    clinic.github["private_key"] = "-----BEGIN NONSENSE-----"


@fault("wrong", "credentials github/acme", "is not accepted", "clocks")
def number_of_another_app(clinic):
    clinic.as_app()
    clinic.github["app_id"] = 4711


@fault("wrong", "credentials jira/acme", "the token is not accepted", "https://id.atlassian.com")
def token_of_jira_revoked(clinic):
    clinic.cloud.bot.account.token = "another"


@fault("note", "credentials jira/ops", "expires in 3 days", "Profile > Personal Access Tokens")
def personal_token_near_its_end(clinic):
    clinic.server.bot.account.token_expires = datetime.now(UTC) + timedelta(days=3, hours=1)


@fault("wrong", "clocks github/acme", "s behind the tracker's", "NTP")
def clock_behind(clinic):
    clinic.hub.passes(minutes=10)


# Reachability


@fault("wrong", "reachability jira/acme", "no answer from Jira: ConnectError", "network")
def tracker_out_of_reach(clinic):
    clinic.jira["url"] = f"http://127.0.0.1:{closed_port()}"


@fault("note", "reachability public_url", "is not reached from here", "detour serve")
def service_down(clinic):
    clinic.tables["server"]["public_url"] = f"http://127.0.0.1:{closed_port()}"


@fault("wrong", "reachability public_url", "github.com cannot send webhooks there", "public_url")
def inside_address_for_a_tracker_outside(clinic):
    clinic.tables["github"].append({"name": "outside", "webhook_secrets": [CANARY]})


# Permissions


@fault("wrong", "permissions github/acme", "has not the scope repo", "give it that")
def scope_too_small(clinic):
    clinic.bot.scopes = "read:org"


@fault("wrong", "permissions github/acme", "there is no organization acmee", "organizations")
def organization_misspelled(clinic):
    clinic.github["organizations"] = ["acmee"]


@fault("wrong", "permissions github/acme", "acme lets the token not in", "Configure SSO")
def single_sign_on(clinic):
    clinic.hub.protects("acme")


@fault("wrong", "permissions github/acme", "acme has not granted issues: write", "Review request")
def permission_not_granted(clinic):
    clinic.as_app().installations["acme"].permissions["issues"] = "read"


@fault("wrong", "permissions github/acme", "does not ask for issues: write", "under Permissions")
def permission_not_asked_for(clinic):
    clinic.as_app().permissions["issues"] = "read"


@fault("wrong", "permissions github/acme", "acme has not granted checks: write", "an owner of acme accepts")
def checks_not_granted(clinic):
    clinic.tables["checks"] = {"repositories": ["acme/web"]}
    clinic.as_app().permissions |= {"checks": "write", "pull_requests": "read"}


@fault("wrong", "permissions github/acme", "an App alone may", "make a GitHub App")
def checks_with_a_token(clinic):
    clinic.tables["checks"] = {"mode": "live", "repositories": ["acme/web"]}


@fault("wrong", "webhooks github/acme", "does not tell of pull_request", "tick this event")
def webhook_of_the_app_without_pull_requests(clinic):
    clinic.tables["checks"] = {"repositories": ["acme/web"]}
    clinic.as_app()


@fault("wrong", "permissions github/acme", "the App is suspended for acme", "unsuspends it")
def installation_suspended(clinic):
    clinic.as_app().installations["acme"].suspended_at = datetime.now(UTC)


@fault("wrong", "permissions github/acme", "the App is not installed for acme", "install it there")
def app_not_installed(clinic):
    app = clinic.as_app()
    clinic.hub.apps.install(app, clinic.hub.world.account("globex", "Organization"))
    clinic.hub.removes_app(app, "acme")


@fault("wrong", "permissions jira/acme", "project PAYY is not seen", "Browse Projects")
def project_misspelled(clinic):
    clinic.jira["projects"] = ["PAYY"]


@fault("wrong", "permissions jira/acme", "comments on issues of PAY cannot be kept up", "Add Comments")
def comments_not_allowed(clinic):
    clinic.cloud.bot.account.mute = True


@fault(
    "note", "permissions jira/ops", "who may give commands in comments cannot be asked in OPS", "Administer Projects"
)
def project_not_administered(clinic):
    clinic.server.project("OPS").roles["detour-bot"] = "write"


# Webhooks


@fault("wrong", "webhooks github/acme", "no webhook of acme sends to", "make one: payload URL http")
def webhook_elsewhere(clinic):
    only_hook(clinic, url="http://127.0.0.1:9/elsewhere")


@fault("wrong", "webhooks github/acme", "is switched off", "tick Active")
def webhook_switched_off(clinic):
    only_hook(clinic, active=False)


@fault("wrong", "webhooks github/acme", "has no secret", "webhook_secrets")
def webhook_unsigned(clinic):
    only_hook(clinic, secret="")


@fault("wrong", "webhooks github/acme", "does not tell of issue_comment", "tick these events")
def webhook_lacks_an_event(clinic):
    only_hook(clinic, events=["issues", "sub_issues", "issue_dependencies"])


@fault("wrong", "webhooks github/acme", "failed, the last: Invalid HTTP Response: 502", "detour serve")
def webhooks_fail(clinic):
    clinic.answers = 502
    clinic.hub.person("mia").opens("acme/web", "Told in vain")
    clinic.hub.settled()


@fault("wrong", "webhooks github/acme", "the webhook of the App sends elsewhere", "set its URL to http")
def webhook_of_the_app_elsewhere(clinic):
    app = clinic.as_app()
    clinic.hub._hooks._hooks.clear()
    clinic.hub.webhook_to("http://127.0.0.1:9/elsewhere", CANARY, app=app)


@fault("wrong", "webhooks jira/ops", "is switched off", "System > WebHooks")
def webhook_of_jira_switched_off(clinic):
    clinic.server._hooks._hooks.clear()
    clinic.server.webhook_to(clinic.address("jira/ops"), CANARY, enabled=False)


@fault("wrong", "webhooks jira/acme", "does not tell of issuelink_created, issuelink_deleted", "tick these events")
def webhook_of_jira_without_links(clinic):
    clinic.cloud._hooks._hooks.clear()
    told = ("jira:issue_created", "jira:issue_updated", "jira:issue_deleted")
    told += ("comment_created", "comment_updated", "comment_deleted")
    clinic.cloud.webhook_to(clinic.address("jira/acme"), CANARY, events=told)


@fault(
    "wrong", "webhooks jira/ops", "no webhook sends to", "Secret the first of webhook_secrets, Events Issue: created"
)
def webhook_missing_at_a_data_center_of_version_10(clinic):
    clinic.server.world.webhooks_moved = True
    clinic.server._hooks._hooks.clear()


@fault("note", "webhooks jira/acme", "only administrators of Jira see them", "Issue link: created, deleted")
def nobody_may_look_at_webhooks(clinic):
    clinic.cloud.world.administrators.clear()


# Limits, words of Jira


@fault("wrong", "budgets github/acme", "0 of 5,000 queries are left until", "wait until")
def budget_used_up(clinic):
    clinic.hub.api.limits.of("detour-bot", "graphql", clinic.hub.world.now()).used = 5000


@fault("wrong", "link_types jira/acme", "blocking names the link type Blockss, which is not there", "write Blocks in")
def link_type_misspelled(clinic):
    clinic.jira["blocking"] = [{"type": "Blockss", "waits": "inward"}]


@fault("wrong", "fields jira/acme", "Team should be customfield_99, and there is no such field", '"customfield_10001"')
def field_with_a_wrong_number(clinic):
    clinic.jira["fields"] = {"Team": "customfield_99"}


# The store and the schedule


@fault("wrong", "store", "it cannot be asked: DatabaseError: file is not a database", "detour db check")
def store_is_no_database(clinic):
    clinic.file.write_bytes(b"no database" * 400)


@fault("wrong", "store", "is a newer Detour's", "install that one")
def store_is_newer(clinic):
    with clinic.store().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


@fault("wrong", "store", "its schema 0001 is an older Detour's", "detour db upgrade")
def store_is_older(clinic):
    with clinic.store().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


@fault("wrong", "store", "it cannot be written to", "let this user write")
def store_takes_no_writes(clinic):
    refuse = "CREATE TRIGGER refused BEFORE UPDATE ON clock BEGIN SELECT RAISE(ABORT, 'readonly database'); END"
    with clinic.store().begin() as connection:
        connection.execute(text(refuse))


@fault("wrong", "store disk", "is not there", "mkdir -p")
def folder_of_the_store_missing(clinic):
    clinic.tables["store"]["url"] = f"sqlite:///{clinic.folder}/missing/detour.db"


@fault("note", "store", "1 delivery could not be understood", "detour deliveries --dead")
def dead_letter(clinic):
    row = {"site": "github/acme", "vendor_id": "1", "event": "issues", "digest": "d", "received": 1.0}
    with clinic.store().begin() as connection:
        connection.execute(insert(delivery).values(**row, state="dead", note="no JSON", body=b"x"))


@fault("wrong", "schedule", "was not begun", "detour serve")
def audit_missed(clinic):
    long_ago = datetime.now(UTC) - timedelta(days=10)
    row = {"slot": long_ago.timestamp(), "asked_by": "schedule", "sites": b"[]", "started": long_ago.timestamp()}
    with clinic.store().begin() as connection:
        connection.execute(insert(audit).values(**row))


# Configuration, teams, receivers


@fault("wrong", "configuration", "team payments owns by the field Squad", "add fields = ")
def field_that_nobody_reads(clinic):
    clinic.tables["teams"]["payments"]["owns"] = ["field:Squad=Payments"]


@fault("wrong", "receivers smtp", "the mail server cannot be reached", "under [smtp]")
def mail_server_down(clinic):
    clinic.tables["smtp"] = {"host": "127.0.0.1", "port": closed_port(), "security": "none", "sender": "d@acme.example"}


@fault("wrong", "receivers chat of payments", "the chat cannot be reached", "digest_webhook of payments")
def chat_out_of_reach(clinic):
    clinic.tables["teams"]["payments"]["digest_webhook"] = f"http://127.0.0.1:{closed_port()}/{CANARY}"


@fault("wrong", "receivers webhook planning", "is inside a private network", "private = true")
def program_inside(clinic):
    told = {"name": "planning", "url": "https://127.0.0.1:9/detour", "secret": "whsec_" + "MDEy" * 8}
    clinic.tables["webhooks"] = [told]


# Signing in


@fault("wrong", "sign_in openid", "does not answer: ConnectError", "SSL_CERT_FILE")
def provider_out_of_reach(clinic):
    clinic.tables["access"]["openid"]["issuer"] = f"http://127.0.0.1:{closed_port()}"


@fault("wrong", "sign_in openid", "/.well-known/openid-configuration answers 404", "issuer under [access.openid]")
def provider_elsewhere(clinic):
    clinic.provider.clear()


@fault("wrong", "sign_in openid", "says that it is https://login.acme.example/realms/all", "/realms/all")
def provider_of_another_name(clinic):
    clinic.provider["issuer"] = "https://login.acme.example/realms/all"


@fault("wrong", "sign_in openid", "does not tell its jwks_uri", "issuer under [access.openid]")
def provider_without_keys(clinic):
    del clinic.provider["jwks_uri"]


@fault("wrong", "sign_in openid", "it signs by HS256", "sign the identity tokens of detour by RS256")
def provider_that_signs_by_a_secret_of_both(clinic):
    clinic.provider["id_token_signing_alg_values_supported"] = ["HS256"]
