"""What Detour says on an issue, and when. Pure: from findings to a body, and to the decision to write or be silent."""
