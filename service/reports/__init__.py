"""An audit as text: one format a file."""
