"""What keeps a repository or an organisation out of reach, and what to do about it. Pure."""

from __future__ import annotations

from typing import Final

from connectors.scanning import OutOfReach

LONGEST_REASON: Final = 300
PERMISSIONS: Final = "Issues: read and Metadata: read"
_ADVICE: Final = (
    ("saml", "authorize the token for the organization's single sign-on, under the token's settings on GitHub"),
    ("ip allow list", "add the address of this machine to the organization's IP allow list"),
    ("by integration", f"give the App the permissions {PERMISSIONS}, and have the organization accept them"),
    (
        "by personal access token",
        f"give the token {PERMISSIONS} on the repository; an organization has to approve a fine-grained token",
    ),
    ("fine-grained", "the organization decides which fine-grained tokens it takes: ask its owners, or use an App"),
    ("required scopes", "give the token the scope repo, and read:org for an organization"),
    ("not installed", f"install the App there, on all repositories, with the permissions {PERMISSIONS}"),
    ("suspended", "an owner of the organization can end the suspension, under GitHub Apps in its settings"),
    ("no answer", "the next sweep tries again; until then its issues are read when webhooks name them"),
)
_ANY: Final = (
    f"check its name, and that the account may see it: an App has to be installed there with the permissions "
    f"{PERMISSIONS}, a fine-grained token needs them too, and an organization has to approve it"
)


def out_of_reach(container: str, reason: str) -> OutOfReach:
    """The same with what to do about it, by what GitHub's messages say in https://docs.github.com/en/rest ."""
    words = reason.casefold()
    advice = next((advice for sign, advice in _ADVICE if sign in words), _ANY)
    return OutOfReach(container, reason[:LONGEST_REASON], advice)
