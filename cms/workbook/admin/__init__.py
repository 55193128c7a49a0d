"""The pages of imports and exports in Wagtail's admin."""
