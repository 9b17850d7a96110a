"""`python -m flywheel_studio` is the command `flywheel`."""

import sys

from flywheel_studio.cli.main import program

if __name__ == "__main__":
    sys.exit(program())
