"""What the program remembers of its user: language, appearance, windows, the last export.

Kept as a readable INI file in the user's configuration directory, never in a document.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

APPEARANCES: Final = ("system", "light", "dark")
CONTRASTS: Final = ("system", "usual", "high")
MOTIONS: Final = ("system", "less", "full")
TEXT_SIZES: Final = (90, 100, 115, 130, 150)
_NAME: Final = "flywheel-studio"


def configuration_directory() -> Path:
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False))


class Settings:
    """Typed access to the remembered values; anything unreadable falls back to its default."""

    def __init__(self, directory: Path | None = None) -> None:
        folder = directory or configuration_directory()
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str, known: tuple[str, ...] = ()) -> str:
        value = self._store.value(key, default)
        if not isinstance(value, str) or (known and value not in known):
            return default
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self.text(key, "true" if default else "false") == "true"

    def block(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else None

    def put(self, key: str, value: str | bool | QByteArray) -> None:
        if isinstance(value, bool):
            value = "true" if value else "false"
        self._store.setValue(key, value)

    def flush(self) -> None:
        self._store.sync()
