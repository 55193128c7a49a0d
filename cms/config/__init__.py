"""Settings, addresses and entry points. Knows everything; nobody imports it."""
