"""What the demo sells: categories in two levels, and the words its sellers use. Plain Python, nothing of Django."""
