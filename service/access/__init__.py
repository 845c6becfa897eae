"""Who may see pages and use the API, and what of an organisation they may see."""
