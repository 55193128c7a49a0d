"""The sheet `listings`: what is stored, what a row asks for, and how the one becomes the other."""
