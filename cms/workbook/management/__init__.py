"""Commands of the workbook."""
