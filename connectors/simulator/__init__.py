"""Made-up trackers on loopback, for the demo, the tests and the benchmarks; no real connector is known to them."""
