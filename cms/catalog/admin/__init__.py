"""The catalogue in the admin: lists, forms, panels."""
