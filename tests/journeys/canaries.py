"""A configuration in which every secret that there can be is a canary."""

import secrets
from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PEM = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    .decode()
)
BEARER = f"canary-bearer-{secrets.token_hex(20)}"
STANDARD = b64encode(b"canary-of-standard-webhooks-here").decode()
SIGNS = "canary-github-webhook"
PATH_TOKEN = "canary-path-token"
CANARIES = {
    "store.url": "canary-store-option",
    "github.token": "canary-github-token",
    "github.private_key": PEM.splitlines()[5],
    "github.webhook_secrets": SIGNS,
    "github.proxy": "canary-github-proxy",
    "jira.token": "canary-jira-token",
    "jira.webhook_secrets": "canary-jira-webhook",
    "jira.path_token": PATH_TOKEN,
    "jira.proxy": "canary-jira-proxy",
    "teams.digest_webhook": "canary-chat-webhook",
    "smtp.password": "canary-smtp-password",
    "webhooks.secret": STANDARD,
    "access.bearer_token": BEARER,
    "access.openid.client_secret": "canary-openid-client",
    "access.github.client_secret": "canary-github-client",
}
"""By their place in the configuration: what would show."""


def configuration(store_url):
    """The text of the file. Nobody answers at any of its addresses."""
    if store_url.startswith("postgresql"):  # SQLite has no password, and takes no options
        store_url += f"{'&' if '?' in store_url else '?'}application_name=canary-store-option"
    return f"""
[server]
public_url = "http://127.0.0.1:8000"
[store]
url = "{store_url}"
[schedule]
audit = "* * * * *"
[[github]]
name = "acme"
api_url = "http://127.0.0.1:9"
organizations = ["acme"]
token = "canary-github-token"
webhook_secrets = ["another", "{SIGNS}"]
proxy = "http://detour:canary-github-proxy@127.0.0.1:9"
[[github]]
name = "app"
api_url = "http://127.0.0.1:9/app"
organizations = ["other"]
app_id = 42
private_key = \"\"\"{PEM}\"\"\"
webhook_secrets = ["{SIGNS}"]
[[jira]]
name = "acme"
url = "http://127.0.0.1:9"
flavor = "datacenter"
token = "canary-jira-token"
webhook_secrets = ["canary-jira-webhook"]
path_token = "{PATH_TOKEN}"
projects = ["PAY"]
proxy = "http://detour:canary-jira-proxy@127.0.0.1:9"
[teams.payments]
owns = ["jira:PAY"]
digest_webhook = "http://127.0.0.1:9/canary-chat-webhook"
[teams.web]
owns = ["github:acme/web"]
digest_email = ["web@acme.example"]
[smtp]
host = "127.0.0.1"
port = 9
security = "none"
sender = "detour@acme.example"
user = "detour"
password = "canary-smtp-password"
[[webhooks]]
name = "planning"
url = "http://127.0.0.1:9/hook"
private = true
secret = "whsec_{STANDARD}"
[comments]
mode = "live"
[access]
bearer_token = "{BEARER}"
bearer_role = "admin"
[access.roles]
viewer = ["group:engineering"]
[access.openid]
issuer = "http://127.0.0.1:9"
client_id = "detour"
client_secret = "canary-openid-client"
[access.github]
client_id = "detour"
client_secret = "canary-github-client"
url = "http://127.0.0.1:9"
"""
