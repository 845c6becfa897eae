"""Faults in earnest: processes are killed and the database is restarted, while people live on."""
