"""Photos that two people show each other: kept in the database, beside what they belong to, and seen by nobody else."""
