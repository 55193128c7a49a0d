"""What people are told by mail: an outbox in the transaction, sent after it, tried again until it arrives."""
