"""Price proposals before an order: a buyer offers, the seller answers; what is agreed holds for that buyer alone."""
