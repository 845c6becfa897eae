"""The configuration: read once, checked as a whole, then passed to whoever needs it."""

from service.settings.configuration import Settings
from service.settings.loading import load
from service.settings.refusal import SettingsError
from service.settings.summary import check

__all__ = ["Settings", "SettingsError", "check", "load"]
