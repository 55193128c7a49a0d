"""`python -m deploy.doctor`: works without Django too, because it may be Django that does not start."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from deploy.doctor.options import HELP, add_options, run


def main() -> int:
    """Look at this machine."""
    parser = ArgumentParser(prog="cataloro doctor", description=HELP)
    add_options(parser)
    return run(vars(parser.parse_args()), say=lambda line: print(line, flush=True))  # noqa: T201 (the command's answer)


if __name__ == "__main__":
    sys.exit(main())
