"""Orders: one deal with one seller, from the request to the hand-over in cash."""
