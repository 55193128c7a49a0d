"""The interface for programs below `/api`: the same deeds as the pages, by the same services, in JSON."""
