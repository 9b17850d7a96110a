"""Where the program keeps what it remembers between two starts; never a user's own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

APP_NAME: Final = "flywheel-studio"


def state_folder() -> Path:
    """The folder for recovery snapshots and the list of recent files; it may not be there yet."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)
