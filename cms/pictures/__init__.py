"""Pictures of every kind: checked, cleaned, stored under their hash, and made small in the background."""
