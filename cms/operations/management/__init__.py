"""Commands that keep a shop running."""
