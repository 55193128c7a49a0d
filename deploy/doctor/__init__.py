"""Looks at the whole server and says what is wrong, how it knows, why it matters and what mends it."""
