"""The tests. They mirror the packages; what they share is in this folder and in factories/."""
