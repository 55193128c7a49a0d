"""`import_workbook` and `export_workbook`."""
