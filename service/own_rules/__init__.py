"""Rules that an organisation has without a fork: as expressions of its configuration, or from an installed package."""
