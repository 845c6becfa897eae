"""What going one's own way costs, and what waiting does."""
