"""The queues of what is done in the background, by name."""

EVERYTHING = "default"

SEARCH = "search"
"""What keeps the index of the search: it waits for nothing else, and one worker alone does it, in its order."""
