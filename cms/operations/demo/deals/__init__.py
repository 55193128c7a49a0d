"""The deals of the demo: many that are done, and some that wait for those who can log in."""
