"""Setting up as pages: the same steps as at a terminal, for whoever sits at this machine."""
