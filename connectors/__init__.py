"""Adapters to the trackers: each makes of its own tracker's documents and texts what the rules read."""
