"""The subcommands, one a file: ``add_arguments(parser)`` and ``run(options)``, which returns the exit status."""
