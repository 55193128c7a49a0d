"""From a file nobody trusts to rows of cells: parsed in a child process that may use only so much."""
