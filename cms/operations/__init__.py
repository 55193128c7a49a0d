"""What runs the shop: the supervisor, demo goods; later doctor, backup, restore."""
