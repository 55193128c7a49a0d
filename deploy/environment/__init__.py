"""The environment of the shop's services."""
