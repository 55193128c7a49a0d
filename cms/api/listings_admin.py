"""What others may add to the list of listings in the admin: columns with numbers, and marks to filter by."""

from cms.catalog.admin.additions import AddedColumn, Mark, add_column, add_mark

__all__ = ["AddedColumn", "Mark", "add_column", "add_mark"]
