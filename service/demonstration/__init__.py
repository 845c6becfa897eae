"""An invented organisation on a made-up GitHub, and a day of its life beside Detour."""
