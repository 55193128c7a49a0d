"""Whether the stored data is sound, how much there is of it, and what can be done about it."""
