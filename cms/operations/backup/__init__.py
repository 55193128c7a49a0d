"""The whole shop in one file, and back: database, pictures, checksums."""
