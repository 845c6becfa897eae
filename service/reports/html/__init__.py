"""The audit as one HTML file for whoever directs teams: it says where to act, runs nothing and loads nothing."""

from service.reports.html.page import render

__all__ = ["render"]
