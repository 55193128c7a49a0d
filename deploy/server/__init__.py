"""The command `cataloro` of a server."""
