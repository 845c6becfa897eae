"""The core: what an organisation's issues say of each other, and what the rules make of it.

Pure: no clock, no network, no database. Time and policy are passed in.
"""
