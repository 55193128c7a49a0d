"""The outbox: what changed, noted by the database in the transaction that changed it."""
