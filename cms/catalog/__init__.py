"""What is for sale: categories, listings with drafts and revisions, availability, photos."""
