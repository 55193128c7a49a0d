import io

from cms.workbook.progress import TerminalProgress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nothing_is_shown_where_nobody_looks():
    stream = io.StringIO()
    progress = TerminalProgress(stream)

    progress("Checking listings", 200, 1000)
    progress.clear()

    assert stream.getvalue() == ""


def test_a_terminal_sees_one_line_that_goes_away():
    stream = Terminal()
    progress = TerminalProgress(stream)

    progress("Checking listings", 1200, 100_000)
    progress("Checking listings", 1300, 100_000)  # Too soon to be read.
    progress.clear()

    line = "Checking listings: 1,200 of 100,000 …"
    assert stream.getvalue() == f"\r{line}\r{' ' * len(line)}\r"
