"""The interface for programs, under ``/api/v1``: all that the pages show, and the actions on it."""
