"""Sets Detour up: connects trackers, proposes teams and takes a first look, on a terminal and on a page alike."""
