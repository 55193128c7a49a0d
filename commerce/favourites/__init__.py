"""The listings somebody keeps an eye on, known or not."""
