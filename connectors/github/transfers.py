"""Where the issues of a webhook live: in which repository, and where they moved. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from connectors.github.documents import Document
    from connectors.github.issues import GitHubIssues
    from connectors.github.payload_documents import Payload, Repository
    from rules.model import Ref


def located(document: Document | None, name: str, repository: Repository | None, issues: GitHubIssues) -> Document:
    """A document that names its repository, if only the payload beside it does. Raises ``ValueError`` for none."""
    if document is None:
        raise ValueError(f"the webhook has no {name}")
    if document.html_url or document.repository_url or repository is None or not repository.full_name:
        return document
    url = f"https://{issues.dialect.host}/{repository.full_name}"
    return msgspec.structs.replace(document, repository_url=url)


def moved(
    issues: GitHubIssues, payload: Payload, document: Document
) -> tuple[tuple[Ref, Document], tuple[Ref, Document]] | None:
    """The old and the new place of an issue that was transferred; both repositories are told.

    The old one gets ``transferred`` with the new issue, the new one ``opened`` with the old.
    """
    changes = payload.changes
    if changes is None:
        return None
    if payload.action == "transferred" and changes.new_issue is not None:
        old, new = document, located(changes.new_issue, "new_issue", changes.new_repository, issues)
    elif payload.action == "opened" and changes.old_issue is not None:
        old, new = located(changes.old_issue, "old_issue", changes.old_repository, issues), document
    else:
        return None
    return (issues.ref(old), old), (issues.ref(new), new)
