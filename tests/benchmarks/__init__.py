"""Benchmarks: how long something takes beside the bare work that nobody could leave out. Timings are never asserted."""
