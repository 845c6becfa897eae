"""The shell: reads the settings, talks to trackers, stores what was said, and shows what the rules find."""
