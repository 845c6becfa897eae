"""``detour doctor``: looks at everything that Detour stands on, and says what to do where something is wrong."""
