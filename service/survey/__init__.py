"""What pages and the API show of an organisation: made of everything that is known, now and then, and kept."""
