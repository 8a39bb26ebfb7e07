"""The command `khronika`."""

import sys


def main() -> None:
    """Run a command; errors end in one sentence on stderr and their exit status."""
    from khronika.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
