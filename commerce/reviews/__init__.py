"""What both sides of a completed deal say of each other."""
