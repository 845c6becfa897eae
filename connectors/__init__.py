"""Adapters between trackers and the rules. They may import the rules, never the service, never each other."""
