"""The dashboard: pages that the server renders from what the last survey and the store tell."""
