"""`/search`: what is for sale, by words, filters and order, in the look of the shop."""
