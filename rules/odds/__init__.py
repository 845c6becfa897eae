"""How likely it is that what an issue waits on comes in time: records, events, and what they make together."""
