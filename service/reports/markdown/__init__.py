"""The audit as Markdown, for an issue, a wiki or a chat: what a director reads first, then the findings by team."""

from service.reports.markdown.pages import render

__all__ = ["render"]
