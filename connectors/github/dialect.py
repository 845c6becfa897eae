"""What one GitHub site calls things, and where it is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHubDialect:
    """How to read the documents of one GitHub site. Plain data.

    ``name`` is the site's name, ``github/acme``; ``host`` is where people open its issues, in lower case. A sub-issue
    with the label ``fallback_label``, in any case, is a fallback of its parent.
    """

    name: str
    host: str = "github.com"
    fallback_label: str = "fallback"
