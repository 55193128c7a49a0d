"""How the shop looks and what it is called: appearance and general settings."""
