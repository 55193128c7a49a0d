"""The one file that is copied to a server."""
