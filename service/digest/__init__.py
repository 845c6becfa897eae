"""The digest: what changed for a team in a week, and the ways by which it is told (rulebook, section 6)."""
