"""A small saved organisation, invented, for ``detour demo``: one Jira search page, one list of GitHub issues."""
