"""Putting back what an import changed: what was before is noted while it writes, and put back only as a whole."""
