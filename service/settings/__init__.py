"""The configuration: read once, checked as a whole, then passed to whoever needs it."""

from service.settings.configuration import Settings
from service.settings.loading import SettingsError, load
from service.settings.summary import check

__all__ = ["Settings", "SettingsError", "check", "load"]
