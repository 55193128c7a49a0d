"""Imports and exports that people start in the admin: kept, done in the background, told how far they are, undone."""
