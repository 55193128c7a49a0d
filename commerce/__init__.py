"""What must be live: answers for addresses without a file; accounts, carts and orders come here."""
