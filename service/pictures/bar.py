"""Odds as a small bar, and as a span between what they may lie. Pure; the figure itself has to stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.pictures.drawing import drawn

if TYPE_CHECKING:
    from markupsafe import Markup


def bar(share: float, wanted: float) -> Markup:
    """The bar of a share of 1, with a mark at what is wanted at least."""
    return drawn("bar.svg", {"share": share, "wanted": wanted})


def span(share: float, low: float, high: float) -> Markup:
    """A dot at a share of 1, on a band from the least to the most that it may be."""
    return drawn("span.svg", {"share": share, "low": low, "high": high})
