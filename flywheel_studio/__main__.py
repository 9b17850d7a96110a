"""`python -m flywheel_studio` is the command `flywheel`."""

import sys

from flywheel_studio.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
