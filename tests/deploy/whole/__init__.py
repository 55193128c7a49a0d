"""A whole server for real, in a room of its own on this machine: `python -m tests.deploy.whole`."""
