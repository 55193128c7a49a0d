"""The door: the queries and services that other packages may call. They get records, never models."""
