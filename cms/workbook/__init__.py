"""Spreadsheets in and out: .xlsx and true .xls, all or nothing, errors by row and column."""
