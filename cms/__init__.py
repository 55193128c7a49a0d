"""What editors hold: people, the catalogue, pages, appearance and settings."""
