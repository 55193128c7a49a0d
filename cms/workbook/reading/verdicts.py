"""What is said of a file that cannot be read; each a sentence with what to do about it."""

from __future__ import annotations

from cms.workbook.errors import to_translate

PROTECTED = to_translate("The file is password protected. Save it without a password.")
DAMAGED = to_translate(
    "The file is damaged and cannot be read. Open it in a spreadsheet program and save it anew as .xlsx."
)
TOO_MUCH_MEMORY = to_translate(
    "Reading the file would need more memory than is allowed: it is very large, or has a single cell far away from "
    "the others. Delete what lies beyond the table, or split it into several workbooks."
)
TOO_SLOW = to_translate(
    "Reading the file takes too long. Split it into several workbooks, and delete what lies beyond the tables."
)
TOO_LONG = to_translate("The file holds more text than is allowed. Split it into several workbooks.")
TOO_MANY_ERRORS = to_translate("More than %(most)s cells hold an error like #REF!. Mend the formulas first.")
