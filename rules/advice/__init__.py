"""Which way of working together fits a wait on another team: a decision table, and what it is asked with."""
