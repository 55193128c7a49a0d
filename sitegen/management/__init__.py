"""Commands of the generator."""
