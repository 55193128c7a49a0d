"""The seller’s desk: own listings, and the form that makes them."""
