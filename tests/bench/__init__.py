"""Measurements: each program runs by itself (`python -m tests.bench.<name> --help`), all of them by `make bench`."""
