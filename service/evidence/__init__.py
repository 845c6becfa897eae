"""All that leads to the verdict on one issue, as plain data that the command, the page and the API show alike."""
