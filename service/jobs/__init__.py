"""Who does the work, and when: lanes that are drained one after the other, and the runner that keeps them going."""
